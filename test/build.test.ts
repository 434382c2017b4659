// SPDX-License-Identifier: Apache-2.0
// `tinyxs build`: the files it writes, and the report of what they hold.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checksum } from "../tools/board/boot2.js";
import { readSegments } from "../tools/board/elf.js";
import type { Report } from "../tools/build/command.js";
import type { FlashReport } from "../tools/inspect/flash.js";
import { tinyxs } from "./support/cli.js";
import { needBoard } from "./support/boards.js";
import { root, temporaryFolder } from "./support/environment.js";

const kilobyte = 1000;
const resources = "models and other resources";

describe("tinyxs build", () => {
  const folder = temporaryFolder();

  const build = (context: Mocha.Context, board: string): Report => {
    needBoard(context, board);
    const app = join(root, "apps/wake-word");
    const { status, stdout, stderr } = tinyxs([
      "build",
      app,
      "--board",
      board,
      "--output",
      join(folder, board),
      "--json",
    ]);
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout) as Report;
  };
  const read = ({ files }: Report, extension: string): Buffer => {
    const file = files.find((path) => path.endsWith(extension));
    assert.ok(file, `no ${extension} in ${files.join(", ")}`);
    return readFileSync(file);
  };
  const loaded = (elf: Buffer): number => readSegments(elf).reduce((sum, { bytes }) => sum + bytes.length, 0);

  it("reports all of the flash of a Cortex-M4 image, and writes it as BIN", function () {
    const report = build(this, "cortex-m4");
    const elf = read(report, ".elf");
    const sum = Object.values(report.flash.parts).reduce((all, bytes) => all + bytes, 0);
    assert.equal(report.flash.total, sum);
    // The linker merges equal strings after it has counted them.
    assert.ok(Math.abs(loaded(elf) - sum) < 2048, `${loaded(elf)} bytes in the ELF, ${sum} in the report`);
    for (const part of ["XS", "app", "engine", "kernels", "shared by operators", "operator softmax", resources])
      assert.ok((report.flash.parts[part] ?? 0) > 500, part);
    assert.equal(report.flash.parts["operator svdf"], undefined, "an operator that the model doesn't use");
    compareWithInspect(report);
    const model = readFileSync(join(root, "apps/wake-word/wake-word.tflite"));
    const bin = read(report, ".bin");
    assert.ok(Math.abs(bin.length - sum) < 2048);
    assert.ok(bin.includes(model), "the model isn't in the image");
    assert.ok(report.speed.boot > 1000 && report.speed.perSecondOfAudio > 1e6);
  });

  /** `tinyxs inspect --target` links the same operators without the app. */
  function compareWithInspect({ flash: { parts }, board }: Report): void {
    const model = join(root, "apps/wake-word/wake-word.tflite");
    const { status, stdout, stderr } = tinyxs(["inspect", model, "--target", board, "--json"]);
    assert.equal(status, 0, stderr);
    const { flash } = JSON.parse(stdout) as { flash: FlashReport };
    const near = (a: number, b = 0): boolean => Math.abs(a - b) <= 64; // merged strings and alignment
    assert.deepEqual(flash.operators.flatMap(({ operators }) => operators).sort(), [
      "AVERAGE_POOL_2D",
      "CONV_2D",
      "DEPTHWISE_CONV_2D",
      "FULLY_CONNECTED",
      "SOFTMAX",
    ]);
    for (const { source, bytes } of flash.operators)
      assert.ok(near(bytes, parts[`operator ${source.replace(/\.c$/, "")}`]), `${source}: ${bytes}`);
    assert.ok(near(flash.engine, parts.engine), `engine: ${flash.engine} and ${parts.engine}`);
    // Those functions of signal processing that operators use, too.
    const { "shared by operators": shared = 0, features = 0 } = parts;
    assert.ok(flash.shared > shared - 64 && flash.shared < shared + features, `shared by operators: ${flash.shared}`);
    const kernels = flash.kernels.reduce((sum, { bytes }) => sum + bytes, 0);
    const aligned = 8 * flash.kernels.length; // alignment of each source's part
    assert.ok(Math.abs(kernels - (parts.kernels ?? 0)) <= aligned, `kernels: ${kernels} and ${parts.kernels}`);
  }

  it("keeps the wake word on an RP2040 within 490 KB of flash without the model and 100 KB of RAM", function () {
    this.timeout(900000);
    const report = build(this, "cortex-m0plus");
    const { total, parts } = report.flash;
    assert.ok(total - (parts[resources] ?? 0) <= 490 * kilobyte, JSON.stringify(report.flash));
    assert.ok(report.ram.total <= 100 * kilobyte, JSON.stringify(report.ram));
    assertUf2(read(report, ".uf2"), read(report, ".elf"));
  });

  it("names the boards when there is no such board", () => {
    const { status, stderr } = tinyxs(["build", join(root, "apps/wake-word"), "--board", "toaster"]);
    assert.equal(status, 2);
    assert.match(stderr, /--board toaster: .*cortex-m4/);
  });
});

/** Every page of the ELF, in ascending blocks of the UF2 specification; the boot ROM's checksum over the first of them. */
function assertUf2(uf2: Buffer, elf: Buffer): void {
  const pages = new Map<number, Buffer>();
  for (let at = 0; at < uf2.length; at += 512) {
    const block = uf2.subarray(at, at + 512);
    assert.deepEqual(
      [block.readUInt32LE(0), block.readUInt32LE(4), block.readUInt32LE(508)],
      [0x0a324655, 0x9e5d5157, 0x0ab16f30],
    );
    assert.deepEqual([block.readUInt32LE(20), block.readUInt32LE(24)], [at / 512, uf2.length / 512]);
    assert.equal(block.readUInt32LE(28), 0xe48bff56, "the RP2040's family");
    pages.set(block.readUInt32LE(12), block.subarray(32, 32 + 256));
  }
  for (const { address, bytes } of readSegments(elf))
    for (let i = 0; i < bytes.length; i++) {
      const page = pages.get((address + i) & ~255);
      if (page?.[(address + i) & 255] !== bytes[i]) assert.fail(`0x${(address + i).toString(16)} differs from the ELF`);
    }
  const boot = pages.get(0x10000000);
  assert.ok(boot);
  assert.equal(boot.readUInt32LE(252), checksum(boot.subarray(0, 252)));
}

describe("the checksum of the RP2040's boot block", () => {
  // The check value of CRC-32/MPEG-2 in G. Cook's catalog of parametrized CRC algorithms.
  it("is CRC-32/MPEG-2", () => assert.equal(checksum(Buffer.from("123456789")), 0x0376e6e7));
});
