// tinyxs inspect: what a model holds and needs, and what the engine lacks for it.
import type { Command } from "commander";
import { colours, number, shape, table } from "../shared/text.js";
import { inspect, type Inspection, type Lack, type TensorReport } from "./inspect.js";

interface Options {
  tensors?: boolean;
  json?: boolean;
}

/** Adds the command. */
export function registerInspect(program: Command): void {
  program
    .command("inspect <model>")
    .description("show a .tflite model's operators, tensors, memory and what the engine lacks for it")
    .option("--tensors", "list all tensors")
    .option("--json", "print JSON")
    .action(async (path: string, options: Options) => {
      const { tensors, ...report } = await inspect(path);
      if (options.json) console.log(JSON.stringify(options.tensors ? { ...report, tensors } : report, null, 2));
      else show(path, report, options.tensors ? tensors : []);
    });
}

function show(path: string, report: Omit<Inspection, "tensors">, subgraphs: TensorReport[][]): void {
  const { bold } = colours(process.stdout);
  const section = (title: string, body: string): void => console.log(`\n${bold(title)}\n${body}`);
  console.log(`${bold(path)}${report.description && `: ${report.description}`}`);
  console.log(`${number(report.bytes)} bytes, of which weights ${number(report.weights)}; schema ${report.version}`);
  console.log(`${number(report.macs)} multiply-accumulates per inference`);
  if (report.arena)
    console.log(
      `arena ${number(report.arena[32])} bytes on 32-bit targets, ${number(report.arena[64])} on 64-bit ones`,
    );
  section("inputs", tensorTable(report.inputs));
  section("outputs", tensorTable(report.outputs));
  section(
    "operators",
    table(
      ["name", " count", " macs"],
      report.operators.map(({ name, count, macs }) => [name, number(count), macs ? number(macs) : ""]),
    ),
  );
  subgraphs.forEach((tensors, i) => section(`tensors of subgraph ${i}`, tensorTable(tensors)));
  if (report.unsupported.length)
    section("not supported by the engine", report.unsupported.map(describeLack).join("\n"));
}

function tensorTable(tensors: readonly TensorReport[]): string {
  return table(
    [" #", "name", "type", "shape", " scale", " zero point", " bytes"],
    tensors.map(({ name, type, shape: dimensions, scale, zeroPoint, channels, bytes }, i) => [
      String(i),
      printable(name),
      type,
      shape(dimensions),
      scale ? `${Number(scale.toPrecision(6))}${channels > 1 ? ` (${channels} channels)` : ""}` : "",
      scale ? String(zeroPoint) : "",
      number(bytes),
    ]),
  );
}

function describeLack({ operator, index, subgraph, reason }: Lack): string {
  const where = `${index === null ? "" : `operator ${index} `}${subgraph ? `of subgraph ${subgraph} ` : ""}`;
  return `  ${where}${operator && `(${printable(operator)})`}: ${printable(reason)}`.replace(/ +:/, ":");
}

/** A model's names may hold anything: keep control characters from the terminal. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e\u00a0-\uffff]/g, "?");
}
