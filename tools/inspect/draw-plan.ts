// SPDX-License-Identifier: Apache-2.0
// Draws a memory plan: operators from left to right as they run, addresses from the bottom up, a box for each tensor.
import { number } from "../shared/text.js";
import { type Bits, type Block, type Plan, type Step, isAlive } from "./plan.js";
import { element, escapeXml, fit, text, tooltip, widthOf, wrap } from "./svg.js";

const colors = {
  tensor: { fill: "#a9cdf3", stroke: "#2c6db3" },
  scratch: { fill: "#f9c98b", stroke: "#b86f12" },
  variable: { fill: "#b2deb0", stroke: "#3d8b3a" },
  structures: { fill: "#dcdce1", stroke: "#8a8a94" },
} as const;
const ink = "#1c1c22";
const pale = "#5c5c68";
const red = "#c2262e";
const font = "Helvetica, Arial, 'DejaVu Sans', sans-serif";
const small = 10;

/** What a box says of itself. */
interface Label {
  /** Of the tensor; may be empty. */
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
}

/** The places of things, in pixels. */
interface Layout {
  readonly plan: Plan;
  readonly bits: Bits;
  readonly left: number;
  readonly right: number;
  readonly column: number;
  /** Of the addresses: the arena's end is at the top. */
  readonly top: number;
  readonly bottom: number;
  /** Of the curve. */
  readonly curveTop: number;
  readonly curveBottom: number;
}

/** The plan of the model called `title` on targets with 32-bit pointers, as an SVG file. */
export function drawPlan(title: string, weights: number, plan: Plan): string {
  const count = plan.steps.length;
  const column = Math.min(90, Math.max(16, Math.floor(1000 / count)));
  const width = Math.max(760, 78 + column * count + 24);
  const l: Layout = {
    ...{ plan, bits: 32, left: 78, right: width - 24, column: (width - 78 - 24) / count },
    ...{ top: 88, bottom: 528, curveTop: 552, curveBottom: 632 },
  };
  const labels = plan.steps.map(nameStep);
  const foot = l.curveBottom + 14 + Math.max(...labels.map((label) => widthOf(label, small))) + 18;
  const caption = describe(weights, l).flatMap((line) => wrap(line, width - 48, 12));
  const height = foot + 17 * caption.length + 8;
  const parts = [
    element("title", {}, escapeXml(`Memory plan of ${title}`)),
    element("rect", { width, height, rx: 8, fill: "#ffffff" }),
    text(24, 32, fit(title, width - 48, 17), { "font-size": 17, "font-weight": "bold" }),
    text(24, 52, summary(l), { fill: pale }),
    legend(l),
    ...grid(l),
    structures(l),
    ...groups(l).flatMap((group) => drawGroup(l, group)),
    peakColumn(l),
    ...curve(l),
    ...labels.map((label, i) => {
      const [x, y] = [l.left + (i + 0.5) * l.column + small / 3, l.curveBottom + 14];
      const peak = plan.steps[i]?.time === plan.peak.time;
      return text(0, 0, label, {
        transform: `translate(${x.toFixed(1)} ${y}) rotate(-90)`,
        "text-anchor": "end",
        "font-size": small,
        fill: peak ? red : ink,
      });
    }),
    ...caption.map((line, i) => text(24, foot + 17 * i, line, { "font-size": 12 })),
  ];
  const box = { viewBox: `0 0 ${width} ${Math.ceil(height)}`, width, height: Math.ceil(height) };
  return element(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", ...box, "font-family": font, "font-size": 12, fill: ink },
    ...parts.map((part) => `\n${part}`),
    "\n",
  ).concat("\n");
}

/* ---- words ---- */

function nameStep({ step, subgraph = 0, index, operator = "", callee }: Step): string {
  const where = subgraph ? `${subgraph}:` : "";
  switch (step) {
    case "inputs":
    case "outputs":
      return step;
    case "operator":
      return `${where}${index} ${operator}`;
    case "enter":
      return `${where}${index} enters subgraph ${callee}`;
    case "call again":
      return `${where}${index} calls subgraph ${callee}`;
    case "leave":
      return `${where}${index} leaves subgraph ${callee}`;
    case "return":
      return `${where}${index} ${operator} ends`;
  }
}

function labelOf({ tensor, subgraph, name, bytes }: Block): Label {
  return { id: tensor < 0 ? "" : `${subgraph > 0 ? `${subgraph}:` : ""}${tensor}`, name, bytes };
}

function nameBlock(block: Block, width = Infinity): string {
  const { id, name } = labelOf(block);
  return [id && `tensor ${id}`, fit(name, width, 12)].filter(Boolean).join(" ");
}

function sumOf({ plan, bits }: Layout, kind: string): number {
  return plan.targets[bits].regions.filter((region) => region.kind === kind).reduce((sum, { bytes }) => sum + bytes, 0);
}

function summary(l: Layout): string {
  const list = (["structures", "variables", "activations"] as const)
    .map((kind) => [kind, sumOf(l, kind)] as const)
    .filter(([, bytes]) => bytes)
    .map(([name, bytes]) => `${name} ${number(bytes)}`);
  const { arena, workspace } = l.plan.targets[l.bits];
  const besides = workspace ? `; for a moment, loading needs ${number(workspace)} more` : "";
  return `arena of ${number(arena)} bytes on a ${l.bits}-bit target: ${list.join(", ")}${besides}`;
}

/** The peak, and what isn't in the picture. */
function describe(weights: number, l: Layout): string[] {
  const { steps, blocks, peak } = l.plan;
  const step = steps.find(({ time }) => time === peak.time);
  const list = peak.blocks
    .flatMap((i) => blocks[i] ?? [])
    .filter(({ kind }) => kind !== "variable")
    .sort((a, b) => b.bytes - a.bytes)
    .map((block) => `${nameBlock(block, 260)} (${number(block.bytes)})`);
  const shown = list.slice(0, 6).concat(list.length > 6 ? [`${list.length - 6} more`] : []);
  return [
    `Most is in use at ${step ? nameStep(step) : "?"}: ${number(peak.bytes)} bytes of variables and activations` +
      (shown.length ? `, with ${shown.join(", ")}.` : "."),
    `The weights, ${number(weights)} bytes, stay in the model file and take nothing of the arena.`,
  ];
}

/* ---- the picture ---- */

function y(l: Layout, address: number): number {
  return l.bottom - (address / l.plan.targets[l.bits].arena) * (l.bottom - l.top);
}

function legend(l: Layout): string {
  let x = 24;
  const used = [
    { kind: "structures", name: "structures" } as const,
    { kind: "variable", name: "variable" } as const,
    { kind: "tensor", name: "tensor" } as const,
    { kind: "scratch", name: "scratch" } as const,
  ].filter(({ kind }) => kind === "structures" || sumOf(l, kind) || l.plan.blocks.some((block) => block.kind === kind));
  return used
    .map(({ kind, name }) => {
      const item =
        element("rect", { x, y: 64, width: 11, height: 11, ...colors[kind] }) + text(x + 16, 74, name, { fill: pale });
      x += 16 + widthOf(name, 12) + 18;
      return item;
    })
    .join("");
}

/** Round addresses. */
function grid(l: Layout): string[] {
  const arena = l.plan.targets[l.bits].arena;
  const steps = [1, 2, 4, 8].flatMap((k) => Array.from({ length: 20 }, (_, i) => k * 16 ** i)).sort((a, b) => a - b);
  const every = steps.find((step) => arena / step <= 10) ?? arena;
  const ticks = Array.from({ length: Math.floor(arena / every) + 1 }, (_, i) => i * every);
  return ticks.flatMap((address) => [
    element("line", { x1: l.left, x2: l.right, y1: y(l, address), y2: y(l, address), stroke: "#ececf0" }),
    text(l.left - 8, y(l, address) + 4, number(address), { "text-anchor": "end", "font-size": small, fill: pale }),
  ]);
}

function peakColumn(l: Layout): string {
  const at = l.plan.steps.findIndex(({ time }) => time === l.plan.peak.time);
  const place = { x: l.left + at * l.column, y: l.top, width: l.column, height: l.curveBottom - l.top };
  const look = { fill: red, "fill-opacity": 0.07, stroke: red, "stroke-dasharray": "4 3" };
  return element("rect", { ...place, ...look, "pointer-events": "none" });
}

/** They are there all the time, from the arena's start. */
function structures(l: Layout): string {
  const parts = l.plan.targets[l.bits].regions.filter(({ kind }) => kind === "structures");
  const bytes = sumOf(l, "structures");
  const label = { id: "", name: "structures", bytes };
  const lines = parts.map((part) => `${part.name}: ${number(part.bytes)}`);
  const box = { kind: "structures", x: [l.left, l.right], addresses: [0, bytes], label } as const;
  return drawBox(l, box, [`structures: ${number(bytes)} bytes`, ...lines]);
}

/** Blocks that share memory, in the order of time. */
function groups({ plan }: Layout): Block[][] {
  const byRoot = new Map<number, Block[]>();
  for (const block of plan.blocks) byRoot.set(block.sharesWith, [...(byRoot.get(block.sharesWith) ?? []), block]);
  return [...byRoot.values()].map((group) => group.sort((a, b) => a.first - b.first));
}

/** A block that takes over another's memory begins in the middle of the operator that does both. */
function drawGroup(l: Layout, group: readonly Block[]): string[] {
  return group.map((block, i) => {
    const next = group[i + 1];
    const overlaps = group.some((other) => other !== block && isAlive(other, block.first) && other.first < block.first);
    const from = block.first + (overlaps ? 0.5 : 0);
    const to = next && next.first <= block.last ? next.first + 0.5 : block.last + 1;
    const start = block.address[l.bits];
    const lines = [
      `${block.kind === "variable" ? "variable: " : ""}${nameBlock(block)}`,
      `${number(block.bytes)} bytes at ${number(start)} to ${number(start + block.bytes)}`,
      `from ${nameTime(l, block.first)} to ${nameTime(l, block.last)}`,
      ...(group.length > 1 ? [`shares its memory with ${others(group, block)}`] : []),
    ];
    const x = [l.left + from * l.column, l.left + to * l.column] as const;
    const addresses = [start, start + block.bytes] as const;
    return drawBox(l, { kind: block.kind, x, addresses, label: labelOf(block) }, lines);
  });
}

function others(group: readonly Block[], block: Block): string {
  return group
    .filter((other) => other !== block)
    .map((other) => nameBlock(other))
    .join(", ");
}

function nameTime({ plan }: Layout, time: number): string {
  const step = plan.steps[time];
  return step ? nameStep(step) : `time ${time}`;
}

interface Box {
  readonly kind: keyof typeof colors;
  readonly x: readonly [number, number];
  readonly addresses: readonly [number, number];
  readonly label: Label;
}

/** A box with as much of its label as it has room for. */
function drawBox(
  l: Layout,
  { kind, x: [x1, x2], addresses: [low, high], label }: Box,
  lines: readonly string[],
): string {
  const [top, bottom] = [y(l, high), y(l, low)];
  const [width, height] = [Math.max(1, x2 - x1 - 1), Math.max(1, bottom - top - 0.5)];
  const place = { x: x1 + 0.5, y: top, width, height, rx: Math.min(2, height / 2) };
  // Others are drawn over a variable while they are views of it: its name stands at the left, where none is.
  const written = kind === "variable" ? write(place, label, "start") : write(place, label, "middle");
  return element("g", {}, tooltip(lines), element("rect", { ...place, "stroke-width": 0.8, ...colors[kind] }), written);
}

type Place = Readonly<Record<"x" | "y" | "width" | "height", number>>;

/** The label in one or two lines, upright in a narrow box. */
function write({ x, y, width, height }: Place, label: Label, anchor: "start" | "middle"): string {
  const upright = width < 50 && height > 1.5 * width;
  const [along, across] = upright ? [height - 6, width] : [width - 6, height];
  if (across < small + 1) return "";
  const bytes = number(label.bytes);
  const whole = compose(label, bytes, along);
  const two = across >= 2 * small + 6 && !whole.includes(label.name);
  const lines = two ? [compose(label, "", along), widthOf(bytes, small) <= along ? bytes : ""] : [whole];
  const middle = anchor === "start" ? x + 4 : x + width / 2;
  const transform = `translate(${middle.toFixed(1)} ${(y + height / 2).toFixed(1)})${upright ? " rotate(-90)" : ""}`;
  return lines
    .map((line, i) => {
      const down = (i - (lines.length - 1) / 2) * (small + 2) + small / 3;
      return text(0, down, line, { transform, "text-anchor": anchor, "font-size": small, "pointer-events": "none" });
    })
    .join("");
}

/** The number, as much of the name as fits, and the bytes; just the number if there is no room for more. */
function compose({ id, name }: Label, bytes: string, width: number): string {
  const ends = [id, bytes].filter(Boolean).join(" ");
  const middle = fit(name, width - widthOf(ends, small) - widthOf("  ", small), small);
  const line = [id, middle, bytes].filter(Boolean).join(" ");
  return [line, ends, id].find((text) => widthOf(text, small) <= width) ?? "";
}

/** Bytes in use from step to step. */
function curve(l: Layout): string[] {
  const room = sumOf(l, "variables") + sumOf(l, "activations");
  const high = (bytes: number): number => l.curveBottom - (bytes / Math.max(1, room)) * (l.curveBottom - l.curveTop);
  const points = l.plan.steps.flatMap(({ inUse }, i) => [
    `${(l.left + i * l.column).toFixed(1)},${high(inUse).toFixed(1)}`,
    `${(l.left + (i + 1) * l.column).toFixed(1)},${high(inUse).toFixed(1)}`,
  ]);
  const at = l.plan.steps.findIndex(({ time }) => time === l.plan.peak.time);
  const x = l.left + (at + 0.5) * l.column;
  const side = x > (l.left + l.right) / 2 ? -1 : 1; // of the peak's column, where there is room for its name
  const bars = l.plan.steps.map((step, i) =>
    element(
      "rect",
      { x: l.left + i * l.column, y: l.curveTop, width: l.column, height: l.curveBottom - l.curveTop, opacity: 0 },
      tooltip([`${nameStep(step)}: ${number(step.inUse)} bytes in use`]),
    ),
  );
  const ends = `${l.left},${l.curveBottom} ${points.join(" ")} ${l.right},${l.curveBottom}`;
  const axis = { "text-anchor": "end", "font-size": small, fill: pale };
  return [
    element("polygon", { points: ends, fill: "#e4e9f5" }),
    element("polyline", { points: points.join(" "), fill: "none", stroke: "#44548c", "stroke-width": 1.4 }),
    element("line", { x1: l.left, x2: l.right, y1: l.curveBottom, y2: l.curveBottom, stroke: pale }),
    text(l.left - 8, l.curveTop + 4, number(room), axis),
    text(l.left - 8, l.curveTop + 17, "in use", axis),
    text(l.left - 8, l.curveBottom, "0", axis),
    element("circle", { cx: x, cy: high(l.plan.peak.bytes), r: 3, fill: red }),
    text(x + side * (l.column / 2 + 6), high(l.plan.peak.bytes) - 6, `peak ${number(l.plan.peak.bytes)}`, {
      "text-anchor": side < 0 ? "end" : "start",
      "font-weight": "bold",
      fill: red,
    }),
    ...bars,
  ];
}
