// SPDX-License-Identifier: Apache-2.0
// The apps and modules as Moddable's mcconfig takes them: always what can be known without the SDK; and with MODDABLE set, what its
// tools say.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { basename, delimiter, dirname, join, relative, sep } from "node:path";
import ts from "typescript";
import { execute, tinyxs } from "./support/cli.js";
import { root, skip, temporaryFolder } from "./support/environment.js";
import { platforms, readForPlatform } from "./support/mcconfig.js";

const apps = readdirSync(join(root, "apps")).map((app) => join(root, "apps", app, "manifest.json"));
const manifests = ["apps", "hosts", "modules"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((path) => join(root, folder, String(path))),
  )
  .concat(join(root, "manifest.json"))
  .filter((path) => basename(path) === "manifest.json" && !path.includes(`${sep}node_modules${sep}`));

describe("manifests for mcconfig", () => {
  for (const platform of platforms)
    it(`name files that are there on ${platform}`, () => {
      assert.ok(manifests.length >= 10);
      for (const manifest of manifests) assert.deepEqual(readForPlatform(manifest, platform).missing, []);
    });

  for (const app of apps)
    describe(relative(root, app), () => {
      it("includes the SDK's base", () => {
        assert.match(readFileSync(app, "utf8"), /"\$\(MODDABLE\)\/examples\/manifest_base\.json"/);
      });

      for (const platform of platforms) {
        const { scripts, c, preload } = readForPlatform(app, platform);

        it(`has all of the engine's C on ${platform}, each file under a name of its own`, () => {
          // mcconfig names objects by the base names of their sources, and drops the second of two.
          const names = [...c].map((path) => basename(path));
          assert.deepEqual(
            names.filter((name, index) => names.indexOf(name) !== index),
            [],
          );
          for (const folder of ["engine", "operators", "signal", "kernels/reference", "kernels/portable"]) {
            const files = readdirSync(join(root, "native", folder)).filter((name) => name.endsWith(".c"));
            assert.ok(files.length > 2);
            for (const name of files) assert.ok(c.has(join(root, "native", folder, name)), name);
          }
        });

        it(`preloads only what it has on ${platform}`, () => {
          for (const name of preload) if (name !== "timer") assert.ok(scripts.has(name), name);
        });
      }

      it("has the operators of its models, and no others", () => {
        const { status, stderr } = tinyxs(["operators", dirname(app), "--check"]);
        assert.deepEqual([status, stderr], [0, ""]);
      });

      it("compiles with the SDK's settings", function () {
        this.timeout(60_000);
        for (const platform of ["lin", "pico"]) assert.equal(complaints(readForPlatform(app, platform).scripts), "");
      });
    });
});

/** What TypeScript says with the compiler options of SDK 8.2, whose target ES2025 is later than the last this TypeScript knows. */
function complaints(scripts: ReadonlyMap<string, string>): string {
  const program = ts.createProgram({
    rootNames: [...scripts.values(), ...["native.d.ts", "hosts.d.ts"].map((name) => join(root, "modules", name))],
    options: {
      forceConsistentCasingInFileNames: true,
      module: ts.ModuleKind.Preserve,
      resolveJsonModule: true,
      paths: Object.fromEntries([...scripts].map(([name, file]) => [name, [file.replace(/\.ts$/, "")]])),
      lib: ["lib.es2024.d.ts"],
      target: ts.ScriptTarget.ES2024,
      noEmit: true,
      types: [],
    },
  });
  assert.ok(program.getSourceFiles().length > scripts.size);
  return ts.formatDiagnostics(ts.getPreEmitDiagnostics(program), {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => root,
    getNewLine: () => "\n",
  });
}

describe("mcconfig", () => {
  const output = temporaryFolder();
  const { MODDABLE = "", PATH = "" } = process.env;
  const system = process.platform === "darwin" ? "mac" : "lin";
  // Not our own TypeScript: the SDK wants ES2025.
  const paths = PATH.split(delimiter).filter((folder) => !folder.startsWith(join(root, "node_modules")));
  const env = { PATH: [join(MODDABLE, "build/bin", system, "release"), ...paths].join(delimiter) };

  function needSdk(context: Mocha.Context): void {
    if (!MODDABLE) skip(context, "MODDABLE is not set");
    const { stdout, stderr } = execute("sh", ["-c", "tsc --version"], env);
    if (!(Number(/\d+/.exec(stdout)?.[0]) >= 6))
      skip(context, `tsc on the PATH is "${(stdout || stderr).trim()}", not TypeScript 6 or later`);
  }

  /** Reads the manifests and writes the makefile. */
  function generate(app: string, platform: string): { path: string; text: string } {
    const folder = join(output, platform);
    mkdirSync(folder, { recursive: true });
    const { status, stdout, stderr } = execute("mcconfig", ["-p", platform, "-o", folder, app], env);
    assert.equal(status, 0, stdout + stderr);
    const [path = ""] = readdirSync(join(folder, "tmp"), { recursive: true })
      .map((path) => join(folder, "tmp", String(path)))
      .filter((path) => basename(path) === "makefile" && basename(dirname(path)) === basename(dirname(app)));
    return { path, text: readFileSync(path, "utf8") };
  }

  for (const app of apps) {
    const name = basename(dirname(app));

    // pico/pico4ml fetches a library for its camera from the network, and win has a makefile on Windows only.
    for (const platform of platforms.filter((platform) => platform !== "pico/pico4ml" && platform !== "win"))
      it(`reads the manifest of ${name} for ${platform}`, function () {
        needSdk(this);
        const { text } = generate(app, platform);
        for (const file of readForPlatform(app, platform).c)
          assert.ok(text.includes(`${basename(file)}.o: ${file} `), file);
      });

    it(`compiles ${name} for x-cli-lin`, function () {
      needSdk(this);
      if (process.platform !== "linux") skip(this, "needs Linux");
      const { path } = generate(app, "x-cli-lin");
      const folder = dirname(path);
      const objects = [...readForPlatform(app, "x-cli-lin").c].map((file) => join(folder, `${basename(file)}.o`));
      // The program itself needs a main() in C, which is the app's own there.
      const { status, stdout, stderr } = execute("make", ["-f", path, "-j2", join(folder, "mc.xs.c"), ...objects], env);
      assert.equal(status, 0, stdout + stderr);
      assert.doesNotMatch(stdout + stderr, /warning|cannot optimize/i);
      for (const file of objects) assert.ok(existsSync(file), file);

      const linked = execute("nm", ["--undefined-only", join(folder, "registry.c.o")]).stdout.match(
        /tinyxs_operator_\w+/g,
      );
      const { operators } = JSON.parse(tinyxs(["operators", dirname(app), "--check", "--json"]).stdout) as {
        operators: string[];
      };
      assert.equal(linked?.length, operators.length, String(linked));
    });
  }
});
