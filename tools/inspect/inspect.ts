// SPDX-License-Identifier: Apache-2.0
// What a .tflite file holds and needs.
import { readFile } from "node:fs/promises";
import { FileFailure } from "../shared/command.js";
import { runEngine } from "../shared/engine.js";
import { messageOf } from "../toolchain/failure.js";
import { readModel, type ModelFacts, type TensorFacts } from "../tflite/model.js";
import { countMacs } from "../tflite/macs.js";
import {
  type ConverterReport,
  type MetadataReport,
  describeMetadata,
  findConverter,
  findMinRuntimeVersion,
} from "./metadata.js";

export interface TensorReport {
  name: string;
  type: string;
  shape: readonly number[];
  /** The shape with -1 for every dimension that may have any size, for which the file has chosen `shape`; null if all are fixed. */
  shapeSignature: readonly number[] | null;
  /** Of channel 0; 0 when the tensor is not quantized. */
  scale: number;
  zeroPoint: number;
  /** How many scales there are. */
  channels: number;
  bytes: number;
}

/** An operator or a tensor's type that the engine lacks. */
export interface Lack {
  operator: string;
  /** The operator's number in its subgraph; null when it is about a tensor. */
  index: number | null;
  subgraph: number;
  reason: string;
}

/** Inputs and outputs of a subgraph under the names that TensorFlow knows them by. */
export interface SignatureReport {
  key: string;
  subgraph: number;
  inputs: NamedTensor[];
  outputs: NamedTensor[];
}

export interface NamedTensor {
  name: string;
  /** The tensor's number in the subgraph. */
  index: number;
  /** null if there is none of this number. */
  tensor: TensorReport | null;
}

export interface Inspection {
  bytes: number;
  /** Of the schema. */
  version: number;
  description: string;
  /** The oldest TensorFlow Lite that has all of its operators, if the file tells. */
  minRuntimeVersion: string | null;
  converter: ConverterReport | null;
  subgraphs: number;
  macs: number;
  /** Bytes of all constants that tensors refer to. */
  weights: number;
  /** Bytes of arena where pointers have 32 and 64 bits; null if it can't be told. */
  arena: { 32: number; 64: number } | null;
  /** Bytes that loading needs besides, for a moment; null if it can't be told. */
  workspace: number | null;
  /** In the order in which they first appear, over all subgraphs. */
  operators: { name: string; count: number; macs: number }[];
  inputs: TensorReport[];
  outputs: TensorReport[];
  signatures: SignatureReport[];
  metadata: MetadataReport[];
  unsupported: Lack[];
  /** All tensors, subgraph by subgraph. */
  tensors: TensorReport[][];
}

/** Inspects a file. @throws FileFailure if it can't be read or is broken. */
export async function inspect(path: string): Promise<{ report: Inspection; model: ModelFacts }> {
  const checked = await check(path);
  const file = await readFile(path);
  const model = read(path, file);
  const [main] = model.subgraphs;
  const pick = (indices: readonly number[] = []): TensorReport[] =>
    indices.flatMap((i) => main?.tensors[i] ?? []).map(describeTensor);
  const types = lackingTypes(model);
  // What stopped the engine is one of the types, or something that only the engine knows.
  const lacks = checked instanceof FileFailure ? (types.length ? types : [describeRefusal(checked)]) : checked;
  const operators = countOperators(model);
  const report = {
    bytes: file.length,
    version: model.version,
    description: model.description,
    minRuntimeVersion: findMinRuntimeVersion(model.metadata),
    converter: findConverter(model.metadata),
    subgraphs: model.subgraphs.length,
    macs: operators.reduce((sum, { macs }) => sum + macs, 0),
    weights: weighConstants(model),
    ...(lacks.length ? unknown : await measure(path)),
    operators,
    inputs: pick(main?.inputs),
    outputs: pick(main?.outputs),
    signatures: describeSignatures(model),
    metadata: model.metadata.map(describeMetadata),
    unsupported: lacks.map((lack) => ({
      ...lack,
      operator: model.subgraphs[lack.subgraph]?.operators[lack.index ?? -1]?.name ?? lack.operator,
    })),
    tensors: model.subgraphs.map(({ tensors }) => tensors.map(describeTensor)),
  };
  return { report, model };
}

/** The operators that the engine lacks, or what stopped it before it could look at them. */
async function check(path: string): Promise<Lack[] | FileFailure> {
  try {
    return ((await runEngine(["check", path])) as { unsupported: Lack[] }).unsupported;
  } catch (error) {
    if (error instanceof FileFailure && error.facts.code === "UNSUPPORTED") return error;
    throw error;
  }
}

function describeRefusal({ what, facts }: FileFailure): Lack {
  const { subgraph = 0, index = null, operator = "" } = facts as Partial<Lack>;
  return { operator, index, subgraph, reason: what };
}

const unknown = { arena: null, workspace: null };

async function measure(path: string): Promise<Pick<Inspection, "arena" | "workspace">> {
  try {
    const memory = (await runEngine(["measure", path])) as Record<"32" | "64", { arena: number; workspace: number }>;
    return { arena: { 32: memory[32].arena, 64: memory[64].arena }, workspace: memory[32].workspace };
  } catch (error) {
    if (error instanceof FileFailure) return unknown;
    throw error;
  }
}

function read(path: string, file: Uint8Array): ModelFacts {
  try {
    return readModel(file);
  } catch (error) {
    throw new FileFailure(path, `the model is corrupt: ${messageOf(error)}`);
  }
}

/** The element types whose numbers the engine knows (tinyxs_type). */
const known = new Set(
  (
    "float32 float16 int32 uint8 int64 string bool int16 complex64 int8 float64 complex128 uint64 resource variant " +
    "uint32 uint16 int4"
  ).split(" "),
);

function lackingTypes(model: ModelFacts): Lack[] {
  return model.subgraphs.flatMap(({ tensors }, subgraph) =>
    tensors.flatMap(({ type, sparse, name }, i) => {
      const reason = known.has(type) ? (sparse ? "is sparse" : "") : `has type ${type}`;
      return reason ? [{ operator: "", index: null, subgraph, reason: `tensor ${i} (${name}) ${reason}` }] : [];
    }),
  );
}

function countOperators(model: ModelFacts): Inspection["operators"] {
  const counts = new Map<string, { name: string; count: number; macs: number }>();
  for (const subgraph of model.subgraphs) {
    for (const operator of subgraph.operators) {
      const { name } = operator;
      const entry = counts.get(name) ?? { name, count: 0, macs: 0 };
      entry.count++;
      entry.macs += countMacs(operator, subgraph);
      counts.set(name, entry);
    }
  }
  return [...counts.values()];
}

function weighConstants({ subgraphs, buffers }: ModelFacts): number {
  const used = new Set(subgraphs.flatMap(({ tensors }) => tensors.flatMap(({ buffer }) => buffer ?? [])));
  return [...used].reduce((sum, i) => sum + (buffers[i] ?? 0), 0);
}

function describeSignatures({ signatures, subgraphs }: ModelFacts): SignatureReport[] {
  return signatures.map(({ key, subgraph, inputs, outputs }) => {
    const name = (list: typeof inputs): NamedTensor[] =>
      list.map(({ name, tensor: index }) => {
        const tensor = subgraphs[subgraph]?.tensors[index];
        return { name, index, tensor: tensor ? describeTensor(tensor) : null };
      });
    return { key, subgraph, inputs: name(inputs), outputs: name(outputs) };
  });
}

function describeTensor(tensor: TensorFacts): TensorReport {
  const { name, type, shape, shapeSignature, scale, zeroPoint, channels, bytes } = tensor;
  return { name, type, shape, shapeSignature, scale, zeroPoint, channels, bytes };
}
