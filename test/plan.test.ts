// SPDX-License-Identifier: Apache-2.0
// `tinyxs inspect --plan`: what is where in a model's arena, as numbers and as a picture.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Inspection } from "../tools/inspect/inspect.js";
import type { Bits, Block, Plan } from "../tools/inspect/plan.js";
import { tinyxs } from "./support/cli.js";
import { program, root, shared, temporaryFolder } from "./support/environment.js";
import { buildModel, type ModelSpec } from "./support/model.js";
import { classifier, counter } from "./support/networks.js";

type Report = Inspection & { plan: Plan };

describe("tinyxs inspect --plan", () => {
  const folder = temporaryFolder();
  let engine: string;
  before(async () => {
    engine = await program("tinyxs-engine", true);
  });

  function write(name: string, spec: ModelSpec): string {
    const file = join(folder, `${name}.tflite`);
    writeFileSync(file, buildModel(spec));
    return file;
  }

  function inspect(file: string): Report {
    const { status, stdout, stderr } = tinyxs(["inspect", file, "--json", "--plan", "-"], engine);
    assert.deepEqual([status, stderr], [0, ""]);
    return JSON.parse(stdout) as Report;
  }

  function draw(file: string): string {
    const { status, stdout, stderr } = tinyxs(["inspect", file, "--plan", "-"], engine);
    assert.deepEqual([status, stderr], [0, ""]);
    return stdout;
  }

  /** The plan is the whole arena, and no byte is used for two things at once. */
  function check(file: string): void {
    const { plan, arena } = inspect(file);
    for (const bits of [32, 64] as const) checkPlaces(plan, bits, arena?.[bits] ?? 0);
    assert.deepEqual(
      plan.steps.map(({ time }) => time),
      plan.steps.map((_, i) => i),
    );
    assert.equal(plan.peak.bytes, Math.max(...plan.steps.map(({ inUse }) => inUse)));
    checkXml(draw(file));
  }

  function checkPlaces({ targets, blocks }: Plan, bits: Bits, arena: number): void {
    const { regions } = targets[bits];
    assert.equal(targets[bits].arena, arena);
    let at = 0;
    for (const { address, bytes } of regions) {
      assert.equal(address, at);
      at += bytes;
    }
    assert.equal(at, arena, "the sum of all parts is the arena");
    const [first, last] = (["variables", "activations"] as const).map((kind) => regions.find((r) => r.kind === kind));
    const start = first?.address ?? last?.address ?? 0;
    const end = (last ?? first) ? (last ?? first ?? { address: 0, bytes: 0 }) : { address: 0, bytes: 0 };
    const overlap = (a: Block, b: Block): boolean =>
      a.first <= b.last &&
      b.first <= a.last &&
      a.address[bits] < b.address[bits] + b.bytes &&
      b.address[bits] < a.address[bits] + a.bytes;
    blocks.forEach((a, i) => {
      assert.ok(a.address[bits] >= start && a.address[bits] + a.bytes <= end.address + end.bytes, a.name);
      for (const b of blocks.slice(0, i)) {
        if (a.sharesWith === b.sharesWith || !overlap(a, b)) continue;
        // A tensor that was read from a variable may be a view of it.
        assert.equal(a.address[bits] < (last?.address ?? arena), true, `${a.name} and ${b.name}`);
        assert.ok([a, b].some(({ kind }) => kind === "variable"));
      }
    });
  }

  it("is the whole arena of a classifier", () => {
    const file = write("classifier", classifier());
    check(file);
    const { plan } = inspect(file);
    assert.deepEqual(
      plan.steps.map(({ step, operator }) => operator ?? step),
      ["inputs", "CONV_2D", "ADD", "FULLY_CONNECTED", "SOFTMAX", "outputs"],
    );
    const tensor = (number: number): Block | undefined => plan.blocks.find((block) => block.tensor === number);
    const [image, sum] = [tensor(0), tensor(4)];
    assert.deepEqual([image?.name, image?.bytes, image?.first, image?.last], ["image", 72, 0, 1]);
    assert.equal(plan.blocks[sum?.sharesWith ?? -1]?.tensor, 3, "the sum takes the place of what it adds");
    assert.equal(sum?.address[32], tensor(3)?.address[32]);
    assert.equal(plan.peak.time, 1);
    // With the image and what it becomes there are the multipliers of CONV_2D, which belong to no tensor.
    assert.deepEqual(plan.peak.blocks.map((i) => plan.blocks[i]?.tensor).sort(), [-1, 0, 3]);
  });

  it("names variables, and tells when subgraphs run", () => {
    const file = write("counter", counter());
    check(file);
    const { plan } = inspect(file);
    const variable = plan.blocks.find(({ kind }) => kind === "variable");
    assert.deepEqual([variable?.name, variable?.bytes, variable?.first], ["total", 4, 0]);
    assert.deepEqual(
      plan.steps.filter(({ callee }) => callee !== undefined).map(({ step, callee }) => [step, callee]),
      [
        ["enter", 1],
        ["leave", 1],
      ],
    );
    assert.ok(draw(file).includes("0 enters subgraph 1"));
  });

  for (const name of existsSync(join(shared, "models")) ? readdirSync(join(shared, "models")) : []) {
    const file = join(shared, "models", name, "model.tflite");
    if (!existsSync(file)) continue;
    it(`is the whole arena of ${name}`, () => check(file));
    it(`wastes at most 2 % of what ${name} needs at once`, () => {
      const { plan } = inspect(file);
      const placed = plan.targets[32].regions.filter(({ kind }) => kind === "variables" || kind === "activations");
      const bytes = placed.reduce((sum, region) => sum + region.bytes, 0);
      assert.ok(bytes <= 1.02 * plan.peak.bytes + 64, `${bytes} bytes for ${plan.peak.bytes}`); // each begins at a multiple of 16
    });
  }

  it("is the whole arena of the wake word, as its picture has it", () => {
    const app = join(root, "apps/wake-word");
    check(join(app, "wake-word.tflite"));
    const remedy = "draw apps/wake-word/plan.svg again with `tinyxs inspect apps/wake-word/wake-word.tflite --plan`";
    assert.equal(readFileSync(join(app, "plan.svg"), "utf8"), draw(join(app, "wake-word.tflite")), remedy);
  });

  it("draws names that are hostile", () => {
    const spec = classifier();
    const name = `</title><script>alert("1")</script>&amp;\u0001\u202e\u{1f600}${"x".repeat(5000)}]]>`;
    Object.assign(spec.tensors[3] ?? {}, { name });
    const file = join(folder, "hostile & <b>.tflite");
    writeFileSync(file, buildModel(spec));
    const svg = draw(file);
    checkXml(svg);
    assert.ok(!svg.includes("<script") && svg.includes("&lt;script&gt;") && svg.includes("hostile &amp; &lt;b&gt;"));
  });

  it("writes the file, with peak, weights and a tooltip for each box", () => {
    const file = write("drawn", classifier());
    const picture = join(folder, "plan.svg");
    const { status, stdout, stderr } = tinyxs(["inspect", file, "--plan", picture], engine);
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /multiply-accumulates[^]*The plan of its [\d,]+ bytes is in .*plan\.svg/);
    const svg = readFileSync(picture, "utf8");
    for (const part of ["0 CONV_2D", "Most is in use at 0 CONV_2D", "The weights, 520 bytes", "72 bytes at "])
      assert.ok(svg.includes(part), part);
    assert.match(
      svg,
      /<title>tensor 4 t4\n144 bytes at \d+ to \d+\nfrom 1 ADD to 2 FULLY_CONNECTED\nshares its memory with tensor 3 t3<\/title>/,
    );
    assert.match(svg, /<rect width="\d+" height="[\d.]+" rx="8" fill="#ffffff"\/>/, "a background of its own");
  });

  it("overwrites nothing but SVG files, and tells why it can't write or plan", () => {
    const file = write("safe", classifier());
    const before = readFileSync(file);
    const wrong = tinyxs(["inspect", file, "--plan", file], engine);
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /--plan takes the name of an SVG file/);
    assert.deepEqual(readFileSync(file), before);
    const nowhere = tinyxs(["inspect", file, "--plan", join(folder, "none/plan.svg")], engine);
    assert.equal(nowhere.status, 1);
    assert.match(nowhere.stderr, /none\/plan\.svg: can't be written/);
    const spec = classifier();
    Object.assign(spec.operators[1] ?? {}, { code: 32, custom: "Telepathy", options: undefined });
    const unknown = tinyxs(["inspect", write("unknown", spec), "--plan", join(folder, "never.svg")], engine);
    assert.equal(unknown.status, 1);
    assert.match(unknown.stderr, /unknown\.tflite: operator 1 \(.*Telepathy/);
    assert.ok(!existsSync(join(folder, "never.svg")));
  });
});

/** Well-formed, as far as what we write goes: elements nest, texts and attributes hold no markup. */
function checkXml(svg: string): void {
  const open: string[] = [];
  assert.doesNotMatch(svg.replaceAll("\n", ""), /\p{Cc}|[\ufffe\uffff]/u);
  for (const [, text = "", tag = ""] of svg.matchAll(/([^<]*)(<[^>]*>|$)/g)) {
    assert.doesNotMatch(text, /&(?!amp;|lt;|gt;|quot;|apos;)|>/);
    if (!tag) continue;
    const [, closing, name, attributes, alone] = /^<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"<]*")*)(\/?)>$/.exec(tag) ?? [];
    assert.ok(name, tag);
    assert.doesNotMatch(attributes ?? "", /&(?!amp;|lt;|gt;|quot;|apos;)|NaN|undefined|Infinity/);
    if (closing) assert.equal(open.pop(), name);
    else if (!alone) open.push(name);
  }
  assert.deepEqual(open, []);
}
