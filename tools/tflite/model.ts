// SPDX-License-Identifier: Apache-2.0
// Reads a .tflite file into plain objects. The engine's verifier goes first (tinyxs-engine check); lengths are bounded here too.
import { ByteBuffer } from "flatbuffers";
import { type MetadataFacts, type SignatureFacts, readMetadata, readSignatures } from "./about.js";
import { Bounds } from "./bounds.js";
import { BatchMatMulOptions } from "./generated/batch-mat-mul-options.js";
import { BuiltinOperator } from "./generated/builtin-operator.js";
import { BuiltinOptions } from "./generated/builtin-options.js";
import { Model } from "./generated/model.js";
import type { Operator } from "./generated/operator.js";
import type { SubGraph } from "./generated/sub-graph.js";
import { TensorType } from "./generated/tensor-type.js";
import type { Tensor } from "./generated/tensor.js";

export interface TensorFacts {
  readonly name: string;
  /** "int8", "float32", ... */
  readonly type: string;
  readonly shape: readonly number[];
  /** The shape with -1 for every dimension that may have any size; null if all are fixed. */
  readonly shapeSignature: readonly number[] | null;
  /** Of channel 0; 0 when the tensor is not quantized. */
  readonly scale: number;
  readonly zeroPoint: number;
  /** How many scales there are. */
  readonly channels: number;
  readonly bytes: number;
  /** The buffer's number if the data is in the file. */
  readonly buffer: number | undefined;
  readonly sparse: boolean;
}

export interface OperatorFacts {
  /** As in the schema, such as "CONV_2D"; a custom operator's own name. */
  readonly name: string;
  /** Tensor numbers; -1 for an optional input that is left out. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** BATCH_MATMUL: whether its first input is transposed. */
  readonly adjointX: boolean;
}

export interface SubgraphFacts {
  readonly tensors: readonly TensorFacts[];
  readonly operators: readonly OperatorFacts[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

export interface ModelFacts {
  readonly version: number;
  readonly description: string;
  readonly subgraphs: readonly SubgraphFacts[];
  /** Bytes of each buffer. */
  readonly buffers: readonly number[];
  readonly signatures: readonly SignatureFacts[];
  readonly metadata: readonly MetadataFacts[];
}

/** Reads a whole model. @throws Error if it is longer than the file, or RangeError if it points outside. */
export function readModel(file: Uint8Array): ModelFacts {
  const model = Model.getRootAsModel(new ByteBuffer(file));
  const bounds = new Bounds(file);
  const buffers = bounds.list(model.buffersLength(), (i) => model.buffers(i)?.dataLength() ?? 0);
  const names = bounds.list(model.operatorCodesLength(), (i) => {
    const code = model.operatorCodes(i);
    // Files older than the 32-bit field keep the code in the byte.
    const builtin = Math.max(code?.builtinCode() ?? 0, code?.deprecatedBuiltinCode() ?? 0);
    if (builtin === BuiltinOperator.CUSTOM) return bounds.text((encoding) => code?.customCode(encoding) ?? "CUSTOM");
    return BuiltinOperator[builtin] ?? `builtin operator ${builtin}`;
  });
  return {
    version: model.version(),
    description: bounds.text((encoding) => model.description(encoding)),
    buffers,
    subgraphs: bounds.list(model.subgraphsLength(), (i) => readSubgraph(present(model.subgraphs(i)))),
    signatures: readSignatures(model, bounds),
    metadata: readMetadata(model, bounds),
  };

  function readSubgraph(subgraph: SubGraph): SubgraphFacts {
    return {
      tensors: bounds.list(subgraph.tensorsLength(), (i) => readTensor(present(subgraph.tensors(i)))),
      operators: bounds.list(subgraph.operatorsLength(), (i) => readOperator(present(subgraph.operators(i)))),
      inputs: bounds.numbers(subgraph.inputsLength(), (i) => subgraph.inputs(i)),
      outputs: bounds.numbers(subgraph.outputsLength(), (i) => subgraph.outputs(i)),
    };
  }

  function readTensor(tensor: Tensor): TensorFacts {
    const shape = bounds.numbers(tensor.shapeLength(), (i) => tensor.shape(i));
    const signature = bounds.numbers(tensor.shapeSignatureLength(), (i) => tensor.shapeSignature(i));
    const quantization = tensor.quantization();
    const type = tensor.type();
    return {
      name: bounds.text((encoding) => tensor.name(encoding)),
      type: (TensorType[type] ?? `type ${type}`).toLowerCase(),
      shape,
      shapeSignature: signature.includes(-1) ? signature : null,
      scale: quantization?.scaleLength() ? (quantization.scale(0) ?? 0) : 0,
      zeroPoint: quantization?.zeroPointLength() ? Number(quantization.zeroPoint(0) ?? 0) : 0,
      channels: quantization?.scaleLength() ?? 0,
      bytes: Math.ceil(elements(shape) * (bytesOf[type] ?? 0)),
      buffer: buffers[tensor.buffer()] ? tensor.buffer() : undefined,
      sparse: tensor.sparsity() !== null,
    };
  }

  function readOperator(operator: Operator): OperatorFacts {
    const matmul =
      operator.builtinOptionsType() === BuiltinOptions.BatchMatMulOptions
        ? (operator.builtinOptions(new BatchMatMulOptions()) as BatchMatMulOptions | null)
        : null;
    return {
      name: names[operator.opcodeIndex()] ?? "?",
      inputs: bounds.numbers(operator.inputsLength(), (i) => operator.inputs(i)),
      outputs: bounds.numbers(operator.outputsLength(), (i) => operator.outputs(i)),
      adjointX: matmul?.adjX() ?? false,
    };
  }
}

/** The product of the dimensions. */
export function elements(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

function present<T>(table: T | null): T {
  if (table === null) throw new Error("the model is corrupt: a table is missing");
  return table;
}

/** Bytes per element of the types that have a size. */
const bytesOf: Readonly<Record<number, number>> = {
  [TensorType.FLOAT32]: 4,
  [TensorType.FLOAT16]: 2,
  [TensorType.INT32]: 4,
  [TensorType.UINT8]: 1,
  [TensorType.INT64]: 8,
  [TensorType.BOOL]: 1,
  [TensorType.INT16]: 2,
  [TensorType.COMPLEX64]: 8,
  [TensorType.INT8]: 1,
  [TensorType.FLOAT64]: 8,
  [TensorType.COMPLEX128]: 16,
  [TensorType.UINT64]: 8,
  [TensorType.RESOURCE]: 4,
  [TensorType.UINT32]: 4,
  [TensorType.UINT16]: 2,
  [TensorType.INT4]: 0.5,
  [TensorType.BFLOAT16]: 2,
  [TensorType.INT2]: 0.25,
  [TensorType.UINT4]: 0.5,
  [TensorType.FLOAT8_E4M3FN]: 1,
  [TensorType.FLOAT8_E5M2]: 1,
};
