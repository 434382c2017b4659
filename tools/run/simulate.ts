// Starts the simulator and passes on what it says.
import { spawn } from "node:child_process";
import { createTranslator } from "./positions.js";
import { Lines, format, parseObject } from "./output.js";

export interface SimulateOptions {
  readonly program: string;
  readonly arguments: readonly string[];
  /** The folder with the app's JavaScript. */
  readonly folder: string;
  /** JSON objects on stdout, everything else on stderr. */
  readonly json: boolean;
}

/** The status for the shell: 0, 1 after an error of the app's, 130 after Ctrl-C. */
export async function simulate(options: SimulateOptions): Promise<number> {
  const child = spawn(options.program, options.arguments, { stdio: ["ignore", "pipe", "pipe"] });
  let interrupted = false;
  // The terminal sends Ctrl-C to the simulator too: it ends its run, and then this one ends.
  const interrupt = (): void => void (interrupted = true);
  process.on("SIGINT", interrupt);
  process.stdout.on("error", () => child.kill()); // such as a closed pipe

  const translate = createTranslator(options.folder);
  const output = new Lines((line) => {
    if (!options.json) process.stdout.write(format(line) + "\n");
    else if (parseObject(line)) process.stdout.write(line + "\n");
    else process.stderr.write(line + "\n");
  });
  const errors = new Lines((line) => {
    // A stack's frames in C have no position and say nothing to the app's author.
    if (!/^ at .*\(\)$/.test(line)) process.stderr.write(translate(line) + "\n");
  });
  child.stdout.setEncoding("utf8").on("data", (text: string) => output.write(text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => errors.write(text));

  const [status, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on("error", reject).on("close", (status, signal) => resolve([status, signal]));
  });
  output.end();
  errors.end();
  process.off("SIGINT", interrupt);
  if (interrupted) return 130;
  if (signal) process.stderr.write(`error: the simulator was ended by ${signal}\n`);
  return status === 0 ? 0 : 1;
}
