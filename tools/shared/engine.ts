// SPDX-License-Identifier: Apache-2.0
// Runs the native program tinyxs-engine, built first if need be, and turns its errors into failures.
import { spawn } from "node:child_process";
import { buildProgram } from "../toolchain/build.js";
import { readErrors } from "./errors.js";
import { Progress } from "../toolchain/progress.js";
import { FileFailure } from "./command.js";

/** What the engine says of a file it refuses; `code` is a tinyxs_status's name. */
interface Refusal {
  file: string;
  message: string;
  code?: string;
  tensor?: number;
  subgraph?: number;
  operator?: number;
  name?: string;
}

/**
 * The JSON that `tinyxs-engine` prints, if any. `progress` names the work for the console when it takes longer than a second.
 * @throws FileFailure with the engine's message.
 */
export async function runEngine(args: readonly string[], progress?: string): Promise<unknown> {
  // Tests choose another build of it.
  const program = process.env.TINYXS_ENGINE ?? (await buildProgram("tinyxs-engine"));
  const child = spawn(program, progress ? [...args, "--progress", "yes"] : args, { stdio: ["ignore", "pipe", "pipe"] });
  const bar = progress ? new Progress(progress) : undefined;
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
    const [, done, total] = /.*^progress (\d+) (\d+)$/ms.exec(errors) ?? [];
    if (done && total) bar?.update(Number(done), Number(total));
  });
  try {
    const [status, signal] = await new Promise<[number | null, string | null]>((resolve, reject) =>
      child.on("error", reject).on("close", (...end) => resolve(end)),
    );
    if (status === 0) return output && JSON.parse(output);
    throw refusal(args[1] ?? "", errors, signal ?? `exit code ${status}`);
  } finally {
    bar?.stop();
  }
}

function refusal(model: string, errors: string, how: string): Error {
  const line = errors.split("\n").find((text) => text.startsWith('{"file":'));
  if (!line)
    return new FileFailure(model, `the engine broke off (${how}); please report this with the file: ${errors}`);
  const { file, message, code, subgraph, operator, tensor, name } = JSON.parse(line) as Refusal;
  // A message that names a remedy of its own knows better.
  const remedy = code && !message.includes("`") ? readErrors()[code]?.remedy : undefined;
  return new FileFailure(file, remedy ? `${message}. ${remedy}` : message, {
    ...(code === undefined ? {} : { code }),
    ...(tensor === undefined || tensor < 0 ? {} : { tensor }),
    ...(operator === undefined || operator < 0 ? {} : { subgraph, index: operator, operator: name }),
  });
}
