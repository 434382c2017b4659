// SPDX-License-Identifier: Apache-2.0
// The rows which TensorFlow Lite Micro gives for the audio of these tests.
import Resource from "Resource";

interface Vectors {
  readonly note: string;
  /** int8 rows in hexadecimal. */
  readonly rows: Readonly<Record<string, string>>;
}

/** What follows uses ASCII alone. */
function readText(name: string): string {
  const bytes = new Uint8Array(new Resource(name));
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 256) parts.push(String.fromCharCode(...bytes.subarray(at, at + 256)));
  return parts.join("");
}

/** Reads hexadecimal text. */
export function parseRows(text: string): Int8Array {
  return Int8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** By name of the audio: [rows, 40]. */
export function readVectors(): Map<string, Int8Array> {
  const { rows } = JSON.parse(readText("log-mel.json")) as Vectors;
  return new Map(Object.entries(rows).map(([name, text]) => [name, parseRows(text)]));
}
