// SPDX-License-Identifier: Apache-2.0
// What a Model throws when the engine refuses a model or a run.

/** All codes; README.md beside this tells what each means and what to do. */
export type ErrorCode =
  | "NOT_A_MODEL"
  | "BAD_MODEL"
  | "BAD_GRAPH"
  | "BAD_OPERATOR"
  | "UNKNOWN_OPERATOR"
  | "UNSUPPORTED"
  | "TOO_LARGE"
  | "ARENA_TOO_SMALL"
  | "MISALIGNED"
  | "BAD_ARGUMENT"
  | "BAD_VALUE"
  | "OVER_BUDGET"
  | "OUT_OF_MEMORY";

/** As the native functions tell it: numbers are -1 where they don't apply. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly subgraph: number;
  readonly operator: number;
  /** The operator's. */
  readonly name: string;
  readonly tensor: number;
}

class ModelError extends Error {
  readonly code: ErrorCode;
  /** The operator that it is about. */
  readonly operator: { readonly name: string; readonly index: number; readonly subgraph: number } | undefined;
  /** The tensor that it is about, by its number in the subgraph. */
  readonly tensor: { readonly index: number; readonly subgraph: number } | undefined;

  constructor({ code, message, subgraph, operator, name, tensor }: Failure) {
    super(`Model: ${message}`);
    this.name = "ModelError";
    this.code = code;
    this.operator = operator < 0 ? undefined : { name, index: operator, subgraph };
    this.tensor = tensor < 0 ? undefined : { index: tensor, subgraph };
  }
}

export default ModelError;
