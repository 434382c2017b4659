// SPDX-License-Identifier: Apache-2.0
// Fetches the sources of the Moddable XS engine: npm package @agoric/xsnap, pinned by its hash, of which only XS is unpacked.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Failure, messageOf } from "./failure.js";
import { buildFolder } from "./folders.js";

const name = "@agoric/xsnap";
const version = "0.15.0";
const integrity = "sha512-ZBm4DZxbtfacxMHVVdJjZi0Y8zOxN77vpu1WwI5RWfPkaRh0aHkz/dVdTGKXalDNzWfz183lljKxlxl3/h0n+A==";
const inside = "package/moddable/xs/";

/** The folder with XS's includes, platforms and sources; downloads 0.7 MB the first time. */
export async function fetchXs(): Promise<string> {
  const folder = join(buildFolder, "xs", version);
  if (existsSync(join(folder, "sources"))) return folder;
  await mkdir(join(buildFolder, "xs"), { recursive: true });
  const work = await mkdtemp(join(buildFolder, "xs", "fetch-"));
  try {
    const archive = await download(work);
    await check(archive);
    const { extract } = await import("tar"); // not for those who have the sources already
    const unpacked = join(work, "xs");
    await mkdir(unpacked);
    await extract({ file: archive, cwd: unpacked, strip: 3, filter: (path) => path.startsWith(inside) });
    // Another process may have been faster: its copy is as good.
    await rename(unpacked, folder).catch((error: unknown) => {
      if (!existsSync(join(folder, "sources"))) throw error;
    });
    return folder;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function download(folder: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(
      "npm",
      ["pack", `${name}@${version}`, "--json", "--pack-destination", folder],
      { cwd: folder },
    );
    const [packed] = JSON.parse(stdout) as { filename: string }[];
    if (!packed) throw new Error("npm pack gave no file");
    return join(folder, packed.filename);
  } catch (error) {
    throw new Failure(
      `The XS engine could not be downloaded (npm package ${name} ${version}). Check the network and try again.\n${messageOf(error)}`,
    );
  }
}

async function check(archive: string): Promise<void> {
  const found =
    "sha512-" +
    createHash("sha512")
      .update(await readFile(archive))
      .digest("base64");
  if (found !== integrity)
    throw new Failure(
      `The download of ${name} ${version} is not the expected one: see which registry npm uses.\nexpected ${integrity}\nfound    ${found}`,
    );
}
