// SPDX-License-Identifier: Apache-2.0
// Writes small .tflite files for tests.
import { Builder, type Offset } from "flatbuffers";
import { Buffer as ModelBuffer } from "../../tools/tflite/generated/buffer.js";
import { BuiltinOperator } from "../../tools/tflite/generated/builtin-operator.js";
import { BuiltinOptions } from "../../tools/tflite/generated/builtin-options.js";
import { Metadata } from "../../tools/tflite/generated/metadata.js";
import { Model } from "../../tools/tflite/generated/model.js";
import { OperatorCode } from "../../tools/tflite/generated/operator-code.js";
import { Operator } from "../../tools/tflite/generated/operator.js";
import { QuantizationParameters } from "../../tools/tflite/generated/quantization-parameters.js";
import { SignatureDef } from "../../tools/tflite/generated/signature-def.js";
import { SubGraph } from "../../tools/tflite/generated/sub-graph.js";
import { TensorMap } from "../../tools/tflite/generated/tensor-map.js";
import { TensorType } from "../../tools/tflite/generated/tensor-type.js";
import { Tensor } from "../../tools/tflite/generated/tensor.js";

export interface TensorSpec {
  readonly shape: readonly number[];
  /** The shape with -1 for dimensions of any size. */
  readonly signature?: readonly number[];
  readonly type: TensorType;
  readonly name?: string;
  /** Makes it a constant. */
  readonly data?: ArrayBufferView;
  /** Where its data begins in the file, for models whose buffers lie behind the tables. */
  readonly behind?: number;
  /** One number, or one for each channel along `dimension`. */
  readonly scale?: number | readonly number[];
  readonly zeroPoint?: number | readonly number[];
  readonly dimension?: number;
  readonly variable?: boolean;
}

export interface OperatorSpec {
  readonly code: BuiltinOperator;
  /** Of the operator's form, 1 when left out. */
  readonly version?: number;
  /** The name of a custom operator. */
  readonly custom?: string;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Options of a custom operator: flexbuffer bytes. */
  readonly customOptions?: Uint8Array;
  /** Tensors that an operator keeps for itself. */
  readonly intermediates?: readonly number[];
  readonly options?: readonly [BuiltinOptions, (builder: Builder) => Offset];
}

export interface SubgraphSpec {
  readonly tensors: readonly TensorSpec[];
  readonly operators: readonly OperatorSpec[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** Names of a subgraph's inputs and outputs, by tensor number. */
export interface SignatureSpec {
  readonly key: string;
  readonly subgraph?: number;
  readonly inputs: Readonly<Record<string, number>>;
  readonly outputs: Readonly<Record<string, number>>;
}

export interface ModelSpec extends SubgraphSpec {
  readonly version?: number;
  readonly identifier?: string;
  /** The subgraphs after the first. */
  readonly more?: readonly SubgraphSpec[];
  readonly signatures?: readonly SignatureSpec[];
  readonly metadata?: Readonly<Record<string, Uint8Array>>;
}

/** The bytes of a .tflite file. */
export function buildModel(spec: ModelSpec): Uint8Array {
  const b = new Builder(1024);
  const buffers: Offset[] = [createBuffer(b)];
  const codes: Offset[] = [];
  const subgraphs = [spec, ...(spec.more ?? [])].map((subgraph) => createSubgraph(b, subgraph, buffers, codes));
  const metadata = Object.entries(spec.metadata ?? {}).map(([name, data]) =>
    Metadata.createMetadata(b, b.createString(name), buffers.push(createBuffer(b, data)) - 1),
  );
  const signatures = (spec.signatures ?? []).map((signature) => createSignature(b, signature));
  const [codeList, subgraphList, bufferList] = [codes, subgraphs, buffers].map((list) => tables(b, list));
  const [metadataList, signatureList] = [metadata, signatures].map((list) => tables(b, list));
  const description = b.createString("tinyxs test");
  Model.startModel(b);
  Model.addVersion(b, spec.version ?? 3);
  if (codeList) Model.addOperatorCodes(b, codeList);
  if (subgraphList) Model.addSubgraphs(b, subgraphList);
  Model.addDescription(b, description);
  if (bufferList) Model.addBuffers(b, bufferList);
  if (metadataList) Model.addMetadata(b, metadataList);
  if (signatureList) Model.addSignatureDefs(b, signatureList);
  b.finish(Model.endModel(b), spec.identifier ?? "TFL3");
  return b.asUint8Array().slice();
}

function createSignature(b: Builder, spec: SignatureSpec): Offset {
  const map = (names: Readonly<Record<string, number>>): Offset =>
    tables(
      b,
      Object.entries(names).map(([name, tensor]) => TensorMap.createTensorMap(b, b.createString(name), tensor)),
    );
  const [inputs, outputs] = [map(spec.inputs), map(spec.outputs)];
  const key = b.createString(spec.key);
  SignatureDef.startSignatureDef(b);
  if (inputs) SignatureDef.addInputs(b, inputs);
  if (outputs) SignatureDef.addOutputs(b, outputs);
  SignatureDef.addSignatureKey(b, key);
  SignatureDef.addSubgraphIndex(b, spec.subgraph ?? 0);
  return SignatureDef.endSignatureDef(b);
}

function createSubgraph(b: Builder, spec: SubgraphSpec, buffers: Offset[], codes: Offset[]): Offset {
  const tensors = tables(
    b,
    spec.tensors.map((tensor, i) => createTensor(b, tensor, i, buffers)),
  );
  const operators = tables(
    b,
    spec.operators.map((operator) => createOperator(b, operator, codes)),
  );
  const [inputs, outputs] = [ints(b, spec.inputs), ints(b, spec.outputs)];
  SubGraph.startSubGraph(b);
  if (tensors) SubGraph.addTensors(b, tensors);
  if (inputs) SubGraph.addInputs(b, inputs);
  if (outputs) SubGraph.addOutputs(b, outputs);
  if (operators) SubGraph.addOperators(b, operators);
  return SubGraph.endSubGraph(b);
}

function createTensor(b: Builder, spec: TensorSpec, index: number, buffers: Offset[]): Offset {
  let buffer = 0;
  if (spec.data ?? spec.behind) buffer = buffers.push(createBuffer(b, spec.data, spec.behind)) - 1;
  const name = b.createString(spec.name ?? `t${index}`);
  const shape = ints(b, spec.shape);
  const signature = ints(b, spec.signature ?? []);
  const quantization = createQuantization(b, spec);
  Tensor.startTensor(b);
  if (shape) Tensor.addShape(b, shape);
  Tensor.addType(b, spec.type);
  Tensor.addBuffer(b, buffer);
  Tensor.addName(b, name);
  if (quantization) Tensor.addQuantization(b, quantization);
  Tensor.addIsVariable(b, spec.variable ?? false);
  if (signature) Tensor.addShapeSignature(b, signature);
  return Tensor.endTensor(b);
}

function createQuantization(b: Builder, { scale, zeroPoint = 0, dimension = 0 }: TensorSpec): Offset {
  if (scale === undefined) return 0;
  const scales = [scale].flat();
  const zeroPoints = typeof zeroPoint === "number" ? scales.map(() => zeroPoint) : zeroPoint;
  const scaleList = QuantizationParameters.createScaleVector(b, [...scales]);
  const zeroPointList = QuantizationParameters.createZeroPointVector(b, zeroPoints.map(BigInt));
  QuantizationParameters.startQuantizationParameters(b);
  QuantizationParameters.addScale(b, scaleList);
  QuantizationParameters.addZeroPoint(b, zeroPointList);
  QuantizationParameters.addQuantizedDimension(b, dimension);
  return QuantizationParameters.endQuantizationParameters(b);
}

function createOperator(b: Builder, spec: OperatorSpec, codes: Offset[]): Offset {
  const custom = spec.custom === undefined ? 0 : b.createString(spec.custom);
  OperatorCode.startOperatorCode(b);
  OperatorCode.addDeprecatedBuiltinCode(b, Math.min(spec.code, 127));
  if (custom) OperatorCode.addCustomCode(b, custom);
  OperatorCode.addVersion(b, spec.version ?? 1);
  OperatorCode.addBuiltinCode(b, spec.code);
  const code = codes.push(OperatorCode.endOperatorCode(b)) - 1;
  const [inputs, outputs] = [ints(b, spec.inputs), ints(b, spec.outputs)];
  const intermediates = ints(b, spec.intermediates ?? []);
  const customOptions = spec.customOptions ? Operator.createCustomOptionsVector(b, spec.customOptions) : 0;
  const options = spec.options?.[1](b) ?? 0;
  Operator.startOperator(b);
  Operator.addOpcodeIndex(b, code);
  if (inputs) Operator.addInputs(b, inputs);
  if (outputs) Operator.addOutputs(b, outputs);
  if (spec.options) {
    Operator.addBuiltinOptionsType(b, spec.options[0]);
    Operator.addBuiltinOptions(b, options);
  }
  if (customOptions) Operator.addCustomOptions(b, customOptions);
  if (intermediates) Operator.addIntermediates(b, intermediates);
  return Operator.endOperator(b);
}

/** Data is aligned to 16 bytes, as the schema wants it. */
function createBuffer(b: Builder, data?: ArrayBufferView, behind?: number): Offset {
  let vector = 0;
  if (data?.byteLength) {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    b.startVector(1, bytes.length, 16);
    for (const byte of bytes.toReversed()) b.addInt8(byte);
    vector = b.endVector();
  }
  b.startObject(3); // as ModelBuffer.startBuffer() of a schema that has offset and size
  if (vector) ModelBuffer.addData(b, vector);
  if (behind !== undefined) b.addFieldInt64(1, BigInt(behind), 0n);
  return ModelBuffer.endBuffer(b);
}

/** Lists are left out when they are empty: some readers take an empty list for a broken one. */
function ints(b: Builder, values: readonly number[]): Offset {
  return values.length ? Tensor.createShapeVector(b, [...values]) : 0;
}

function tables(b: Builder, offsets: readonly Offset[]): Offset {
  return offsets.length ? SubGraph.createTensorsVector(b, [...offsets]) : 0;
}
