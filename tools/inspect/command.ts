// tinyxs inspect: what a model holds and needs, and what the engine lacks for it.
import type { Command } from "commander";
import { inspect } from "./inspect.js";
import { show } from "./show.js";

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
