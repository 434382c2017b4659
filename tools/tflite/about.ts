// SPDX-License-Identifier: Apache-2.0
// What the converter wrote into a .tflite file about it: signatures and metadata. The engine has no use for either.
import { Bounds } from "./bounds.js";
import type { Buffer } from "./generated/buffer.js";
import type { Metadata } from "./generated/metadata.js";
import type { Model } from "./generated/model.js";
import type { SignatureDef } from "./generated/signature-def.js";
import type { TensorMap } from "./generated/tensor-map.js";

/** Inputs and outputs of a subgraph under names of their own. */
export interface SignatureFacts {
  readonly key: string;
  readonly subgraph: number;
  readonly inputs: readonly NamedTensor[];
  readonly outputs: readonly NamedTensor[];
}

interface NamedTensor {
  readonly name: string;
  /** Its number in the subgraph; nobody has checked that there is such a tensor. */
  readonly tensor: number;
}

export interface MetadataFacts {
  readonly name: string;
  /** Nothing where the entry names a buffer that isn't there. */
  readonly data: Uint8Array;
}

/** @throws Error as Bounds. */
export function readSignatures(model: Model, bounds: Bounds): SignatureFacts[] {
  return bounds.list(model.signatureDefsLength(), (i) => readSignature(model.signatureDefs(i), bounds)).flat();
}

function readSignature(signature: SignatureDef | null, bounds: Bounds): SignatureFacts[] {
  if (!signature) return [];
  const name = (map: TensorMap | null): NamedTensor[] =>
    map ? [{ name: bounds.text((encoding) => map.name(encoding)), tensor: map.tensorIndex() }] : [];
  return [
    {
      key: bounds.text((encoding) => signature.signatureKey(encoding)),
      subgraph: signature.subgraphIndex(),
      inputs: bounds.list(signature.inputsLength(), (i) => name(signature.inputs(i))).flat(),
      outputs: bounds.list(signature.outputsLength(), (i) => name(signature.outputs(i))).flat(),
    },
  ];
}

/** @throws Error as Bounds. */
export function readMetadata(model: Model, bounds: Bounds): MetadataFacts[] {
  return bounds.list(model.metadataLength(), (i) => readEntry(model, model.metadata(i), bounds)).flat();
}

function readEntry(model: Model, entry: Metadata | null, bounds: Bounds): MetadataFacts[] {
  if (!entry) return [];
  const number = entry.buffer();
  const buffer = number < model.buffersLength() ? model.buffers(number) : null;
  return [{ name: bounds.text((encoding) => entry.name(encoding)), data: readData(buffer, bounds) }];
}

function readData(buffer: Buffer | null, bounds: Bounds): Uint8Array {
  if (!buffer) return new Uint8Array();
  return Uint8Array.from(bounds.numbers(buffer.dataLength(), (i) => buffer.data(i)));
}
