// SPDX-License-Identifier: Apache-2.0
// The program tinyxs-log-mel, and the audio and rows it is tested with.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { audio } from "../../modules/features/log-mel/test/audio.js";
import { root } from "./environment.js";

export { audio };

/** By name of the audio: the rows of TensorFlow Lite Micro, 30 ms every 20 ms. */
export function readVectors(): Map<string, Buffer> {
  const file = join(root, "test/vectors/log-mel.json");
  const { rows } = JSON.parse(readFileSync(file, "utf8")) as { rows: Record<string, string> };
  return new Map(Object.entries(rows).map(([name, text]) => [name, Buffer.from(text, "hex")]));
}

/** The int16 samples as bytes. */
export function bytesOf(samples: Int16Array): Buffer {
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
}

export function runLogMel(
  program: string,
  input: Buffer,
  ...args: string[]
): { status: number | null; rows: Buffer; stderr: string } {
  const { status, stdout, stderr, error } = spawnSync(program, args, { input, maxBuffer: 1 << 26 });
  if (error && (error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
  return { status, rows: stdout, stderr: stderr.toString() };
}

/** The rows for samples which must be all right. */
export function logMel(program: string, samples: Int16Array, ...args: string[]): Buffer {
  const { status, rows, stderr } = runLogMel(program, bytesOf(samples), ...args);
  assert.equal(stderr, "");
  assert.equal(status, 0);
  return rows;
}

/** Fails with the first row and channel that differ. */
export function assertRows(actual: Buffer, expected: Buffer, channels = 40): void {
  assert.equal(actual.length / channels, expected.length / channels, "rows");
  const at = actual.findIndex((byte, i) => byte !== expected[i]);
  if (at >= 0)
    assert.fail(
      `row ${Math.floor(at / channels)}, channel ${at % channels}: ${actual.readInt8(at)} instead of ${expected.readInt8(at)}`,
    );
}
