// SPDX-License-Identifier: Apache-2.0
// What inspect shows to people.
import { colors, number, shape, table } from "../shared/text.js";
import type { FlashReport } from "./flash.js";
import type { Inspection, Lack, NamedTensor, TensorReport } from "./inspect.js";
import type { ConverterReport, MetadataReport } from "./metadata.js";

/** A title with lines under it. */
function section(title: string, body: string): void {
  console.log(`\n${colors(process.stdout).bold(title)}\n${body}`);
}

/** Prints all but the tensors, and these subgraphs' tensors. */
export function show(path: string, report: Omit<Inspection, "tensors">, subgraphs: TensorReport[][]): void {
  console.log(
    `${colors(process.stdout).bold(path)}${report.description && `: ${printable(report.description)}`}\n${summary(report)}`,
  );
  section("inputs", tensorTable(report.inputs));
  section("outputs", tensorTable(report.outputs));
  section(
    "operators",
    table(
      ["name", " count", " macs"],
      report.operators.map(({ name, count, macs }) => [printable(name), number(count), macs ? number(macs) : ""]),
    ),
  );
  for (const { key, subgraph, inputs, outputs } of report.signatures) {
    const where = subgraph ? ` of subgraph ${subgraph}` : "";
    section(
      `signature ${printable(key)}${where}`,
      [nameTable("input", inputs), nameTable("output", outputs)].join("\n"),
    );
  }
  if (report.metadata.length) section("metadata", metadataTable(report.metadata));
  subgraphs.forEach((tensors, i) => section(`tensors of subgraph ${i}`, tensorTable(tensors)));
  if (report.unsupported.length)
    section("not supported by the engine", report.unsupported.map(describeLack).join("\n"));
}

/** Prints what it takes on a board. */
export function showFlash(report: FlashReport): void {
  const { board, operators, kernels, missing } = report;
  const rows: [string, number][] = [
    ...operators.map((entry): [string, number] => [entry.operators.map(printable).join(", "), entry.bytes]),
    ...kernels.map(({ source, bytes }): [string, number] => [`kernel ${source.replace(/\.c$/, "")}`, bytes]),
    ["shared by operators", report.shared],
    ["engine", report.engine],
    ["C library", report.cLibrary],
    ["the model itself", report.model],
    ["in all, without XS and the app", report.total],
  ];
  section(
    `flash on ${board}`,
    table(
      ["part", " bytes"],
      rows.map(([name, bytes]) => [name, number(bytes)]),
    ),
  );
  if (missing.length) console.log(`  without what the engine lacks: ${missing.map(printable).join(", ")}`);
}

function summary(report: Omit<Inspection, "tensors">): string {
  const { bytes, weights, version, minRuntimeVersion, converter, subgraphs, macs, arena, workspace } = report;
  const lines = [
    `${number(bytes)} bytes, of which weights ${number(weights)}; schema ${version}` +
      (minRuntimeVersion ? `; for TensorFlow Lite ${printable(minRuntimeVersion)} or later` : "") +
      (subgraphs > 1 ? `; ${subgraphs} subgraphs` : ""),
    ...(converter ? [describeConverter(converter)] : []),
    `${number(macs)} multiply-accumulates per inference`,
    ...(arena ? [`arena ${number(arena[32])} bytes on 32-bit targets, ${number(arena[64])} on 64-bit ones`] : []),
    ...(workspace ? [`${number(workspace)} bytes more for a moment, while it loads`] : []),
  ];
  return lines.join("\n");
}

function describeConverter({ tensorflow, source, optimizations }: ConverterReport): string {
  const from = source === "NONE" ? "" : ` from ${source}`;
  return `converted${from} by TensorFlow ${tensorflow}${optimizations.map((name) => `, ${name}`).join("")}`;
}

function tensorTable(tensors: readonly TensorReport[]): string {
  return table(
    [" #", "name", "type", "shape", " scale", " zero point", " bytes"],
    tensors.map((tensor, i) => {
      const { name, type, scale, zeroPoint, channels, bytes } = tensor;
      return [
        String(i),
        printable(name),
        type,
        describeShape(tensor),
        scale ? `${Number(scale.toPrecision(6))}${channels > 1 ? ` (${channels} channels)` : ""}` : "",
        scale ? String(zeroPoint) : "",
        number(bytes),
      ];
    }),
  );
}

/** "1x49x40"; where the model takes any size but the file has chosen one, "?x49x40 as 1x49x40". */
function describeShape({ shape: dimensions, shapeSignature }: TensorReport): string {
  const chosen = shape(dimensions);
  if (!shapeSignature) return chosen;
  return `${shapeSignature.map((size) => (size < 0 ? "?" : size)).join("x")} as ${chosen}`;
}

function nameTable(kind: string, list: readonly NamedTensor[]): string {
  return table(
    [kind, " tensor", "name", "type", "shape"],
    list.map(({ name, index, tensor }) => [
      printable(name),
      String(index),
      ...(tensor ? [printable(tensor.name), tensor.type, describeShape(tensor)] : ["there is no such tensor", "", ""]),
    ]),
  );
}

function metadataTable(entries: readonly MetadataReport[]): string {
  return table(
    ["name", " bytes", "text"],
    entries.map(({ name, bytes, text }) => [printable(name), number(bytes), excerpt(text ?? "")]),
  );
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}

function describeLack({ operator, index, subgraph, reason }: Lack): string {
  const where = `${index === null ? "" : `operator ${index} `}${subgraph ? `of subgraph ${subgraph} ` : ""}`;
  return `  ${where}${operator && `(${printable(operator)})`}: ${printable(reason)}`.replace(/ +:/, ":");
}

/** A model's names may hold anything: keep control characters from the terminal. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e\u00a0-\uffff]/g, "?");
}
