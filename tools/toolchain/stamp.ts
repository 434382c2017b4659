// Tells in a few milliseconds whether any native source has changed since a program was built.
import { createHash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { packageFolder } from "./folders.js";

const roots = ["CMakeLists.txt", "native", "hosts", "tools/native", "test/native"];

/** A hash over the names, sizes and times of all native sources and what else is given. */
export async function stampSources(...settings: string[]): Promise<string> {
  const lines = (await Promise.all(roots.map((root) => describe(join(packageFolder, root))))).flat();
  return createHash("sha256")
    .update([...settings, ...lines.sort()].join("\n"))
    .digest("hex");
}

async function describe(path: string): Promise<string[]> {
  const status = await stat(path).catch(() => undefined);
  if (!status) return [];
  if (!status.isDirectory()) return [`${path} ${status.size} ${status.mtimeMs}`];
  const names = (await readdir(path)).filter((name) => name !== "node_modules" && !name.startsWith("."));
  return (await Promise.all(names.map((name) => describe(join(path, name))))).flat();
}
