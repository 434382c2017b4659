// SPDX-License-Identifier: Apache-2.0
// What an app prints, for a person or as JSON for another program.
import { isObject } from "../shared/json.js";

/** The object in a line that holds nothing but a JSON object. */
export function parseObject(line: string): Record<string, unknown> | undefined {
  if (!line.trimStart().startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** One line for people: detections {time, label, score} in columns ("  1.84 s  yes       0.97"), anything else as it is. */
export function format(line: string): string {
  const { time, label, score } = parseObject(line) ?? {};
  if (typeof time !== "number" || typeof label !== "string") return line;
  const right = typeof score === "number" ? score.toFixed(2) : "";
  return `${time.toFixed(2).padStart(6)} s  ${label.padEnd(8)}  ${right}`.trimEnd();
}

/** Prints an app's lines: for people, or with `json` JSON objects on stdout and everything else on stderr. */
export function createOutput(json: boolean): (line: string) => void {
  return (line) => {
    if (!json) process.stdout.write(format(line) + "\n");
    else if (parseObject(line)) process.stdout.write(line + "\n");
    else process.stderr.write(line + "\n");
  };
}
