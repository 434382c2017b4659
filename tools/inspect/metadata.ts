// SPDX-License-Identifier: Apache-2.0
// A model's metadata entries, as far as they can be understood.
import { ByteBuffer } from "flatbuffers";
import type { MetadataFacts } from "../tflite/about.js";
import { Bounds } from "../tflite/bounds.js";
import { ConversionMetadata } from "../tflite/generated/conversion-metadata.js";
import { ModelOptimizationMode } from "../tflite/generated/model-optimization-mode.js";
import { ModelType } from "../tflite/generated/model-type.js";

export interface MetadataReport {
  name: string;
  bytes: number;
  /** Without the zeros that pad it; null if it isn't printable. */
  text: string | null;
}

/** What TensorFlow's converter says of itself. */
export interface ConverterReport {
  tensorflow: string;
  /** What it converted, such as "KERAS_MODEL". */
  source: string;
  /** Such as "PTQ_FULL_INTEGER": post-training quantization to integers. */
  optimizations: string[];
}

export function describeMetadata({ name, data }: MetadataFacts): MetadataReport {
  return { name, bytes: data.length, text: textOf(data) };
}

/** The oldest TensorFlow Lite that has all of the model's operators; null if the file doesn't tell. */
export function findMinRuntimeVersion(entries: readonly MetadataFacts[]): string | null {
  // Converters that quantize in a second step leave an empty entry beside the one that counts.
  const texts = entries.filter(({ name }) => name === "min_runtime_version").map(({ data }) => textOf(data));
  return texts.find((text) => text) ?? null;
}

/** What made the model; null if the file doesn't tell, or not in a form that is known. */
export function findConverter(entries: readonly MetadataFacts[]): ConverterReport | null {
  const data = entries.find(({ name }) => name === "CONVERSION_METADATA")?.data;
  if (!data?.length) return null;
  const bounds = new Bounds(data);
  const metadata = ConversionMetadata.getRootAsConversionMetadata(new ByteBuffer(data));
  try {
    const [environment, options] = [metadata.environment(), metadata.options()];
    const tensorflow = environment ? bounds.text((encoding) => environment.tensorflowVersion(encoding)) : "";
    if (!/^[\x20-\x7e]+$/.test(tensorflow)) return null;
    const modes = options
      ? bounds.numbers(options.modelOptimizationModesLength(), (i) => options.modelOptimizationModes(i))
      : [];
    return {
      tensorflow,
      source: ModelType[environment?.modelType() ?? ModelType.NONE] ?? "?",
      optimizations: modes.map((mode) => ModelOptimizationMode[mode] ?? `mode ${mode}`),
    };
  } catch {
    return null; // another program's entry of this name
  }
}

function textOf(data: Uint8Array): string | null {
  const end = data.findLastIndex((byte) => byte !== 0) + 1;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(data.subarray(0, end));
    return /[^\P{C}\n\t]/u.test(text) ? null : text;
  } catch {
    return null;
  }
}
