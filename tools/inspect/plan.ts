// SPDX-License-Identifier: Apache-2.0
// The memory plan: what is where in a model's arena, and when. See tools/native/plan.h.
import { runEngine } from "../shared/engine.js";
import type { ModelFacts } from "../tflite/model.js";

/** Bits of the pointers of a target. */
export type Bits = 32 | 64;

/** One point in the time of an inference. */
export interface Step {
  time: number;
  /** An operator that calls a subgraph enters it, leaves it, and returns when all its calls are done. */
  step: "inputs" | "operator" | "enter" | "call again" | "leave" | "return" | "outputs";
  /** Of the operator; absent at the inputs and outputs. */
  subgraph?: number;
  index?: number;
  operator?: string;
  /** The subgraph that is entered or left. */
  callee?: number;
  /** What of variables and activations is in use, in bytes, alignment included. */
  inUse: number;
}

/** Memory for one purpose. */
export interface Block {
  kind: "tensor" | "scratch" | "variable";
  /** -1: a variable of the whole model. */
  subgraph: number;
  /** The tensor's number in the subgraph; -1: not a tensor. */
  tensor: number;
  /** The number of the operator that has it for itself; -1: none. */
  index: number;
  name: string;
  bytes: number;
  /** From the arena's start. */
  address: Record<Bits, number>;
  /** The times between which it is needed, both included. */
  first: number;
  last: number;
  /** The number of the block whose memory this one uses, as a view or when that one is done; its own number if none. */
  sharesWith: number;
}

export interface Region {
  kind: "structures" | "variables" | "activations";
  name: string;
  address: number;
  bytes: number;
}

export interface Plan {
  steps: Step[];
  blocks: Block[];
  /** The arena from its start to its end; `workspace`: bytes that loading needs besides, for a moment. */
  targets: Record<Bits, { arena: number; workspace: number; regions: Region[] }>;
  /** When most is in use, and the blocks that are then; a block that shares memory is there besides the one it shares with. */
  peak: { time: number; bytes: number; blocks: number[] };
}

/** What tinyxs-engine prints. */
interface Printed {
  steps: Omit<Step, "inUse">[];
  blocks: (Pick<Block, "kind" | "subgraph" | "tensor" | "index" | "bytes" | "first" | "last"> & {
    name?: string;
    area: "variables" | "activations";
    at: number;
    root: number;
  })[];
  targets: Record<
    Bits,
    { arena: number; workspace: number; regions: (Pick<Region, "kind" | "name" | "bytes"> & { at: number })[] }
  >;
}

const alignment = 16;

/** @throws FileFailure if the engine can't load the model. */
export async function readPlan(path: string, model: ModelFacts): Promise<Plan> {
  const { steps, blocks, targets } = (await runEngine(["plan", path])) as Printed;
  const start = (bits: Bits, area: string): number => targets[bits].regions.find(({ kind }) => kind === area)?.at ?? 0;
  const placed = blocks.map(({ area, at, root, ...block }): Block => {
    const { kind, subgraph, tensor, index } = block;
    const operator = model.subgraphs[subgraph]?.operators[index]?.name ?? "";
    const owned = kind === "scratch" ? `scratch of ${operator}` : `state of ${operator}`;
    const name = block.name ?? (index >= 0 ? owned : model.subgraphs[subgraph]?.tensors[tensor]?.name);
    const address = { 32: start(32, area) + at, 64: start(64, area) + at };
    return { ...block, name: name ?? "", address, sharesWith: root };
  });
  const timed = steps.map((step) => ({ ...step, inUse: countInUse(placed, step.time) }));
  const peak = timed.reduce((most, step) => (step.inUse > most.inUse ? step : most));
  const place = ({ arena, workspace, regions }: Printed["targets"][Bits]): Plan["targets"][Bits] => ({
    arena,
    workspace,
    regions: regions.map(({ kind, name, at, bytes }) => ({ kind, name, address: at, bytes })),
  });
  return {
    steps: timed,
    blocks: placed,
    targets: { 32: place(targets[32]), 64: place(targets[64]) },
    peak: {
      time: peak.time,
      bytes: peak.inUse,
      blocks: placed.flatMap((block, i) => (isAlive(block, peak.time) ? [i] : [])),
    },
  };
}

export function isAlive({ first, last }: Block, time: number): boolean {
  return first <= time && time <= last;
}

/** Bytes of all blocks that are needed at a time, those which share memory counted once. */
function countInUse(blocks: readonly Block[], time: number): number {
  const alive = blocks
    .filter((block) => isAlive(block, time))
    .map(({ address, bytes }) => [address[32], bytes] as const);
  let [end, sum] = [0, 0];
  for (const [address, bytes] of alive.sort(([a], [b]) => a - b)) {
    const next = Math.ceil((address + bytes) / alignment) * alignment;
    sum += Math.max(0, next - Math.max(end, address));
    end = Math.max(end, next);
  }
  return sum;
}
