// SPDX-License-Identifier: Apache-2.0
// Runs models in LiteRT's WebAssembly build, as interpreters.py does in Python's: reads folders from standard input, each with
// litert.tflite and in0.bin, in1.bin, ..., and writes out.bin there or refused.txt. The package's own API knows three types of
// tensors only, so this talks to the module below it.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { compileFunction } from "node:vm";
import { messageOf } from "../../tools/toolchain/failure.js";

interface Deletable {
  delete(): void;
}

type Enumeration = Readonly<Record<string, object>>;

interface TensorType extends Deletable {
  bytes(): number;
}

interface TensorBuffer extends Deletable {
  lock(mode: object | undefined): number;
  unlock(): void;
  packedSize(): number;
}

interface Model extends Deletable {
  getInputTensorType(signature: number, index: number): TensorType;
}

interface CompiledModel extends Deletable {
  run(signature: number, inputs: readonly TensorBuffer[]): TensorBuffer[] | Promise<TensorBuffer[]>;
}

interface LiteRt {
  readonly HEAPU8: Uint8Array;
  readonly LiteRtEnvironment: { create(device: null): Deletable };
  readonly LiteRtTensorBufferType: Enumeration;
  readonly LiteRtTensorBufferLockMode: Enumeration;
  readonly LiteRtTensorBuffer: {
    createManaged(environment: Deletable, kind: object | undefined, type: TensorType, size: number): TensorBuffer;
  };
  _malloc(size: number): number;
  _free(pointer: number): void;
  loadModel(environment: Deletable, data: number, size: number): Model;
  compileModel(environment: Deletable, model: Model, options: object): CompiledModel | Promise<CompiledModel>;
}

/** The interpreter, in a memory of its own; it keeps the errors that it prints. */
class Interpreter {
  private constructor(
    private readonly module: LiteRt,
    private readonly environment: Deletable,
    private readonly errors: string[],
  ) {}

  static async create(): Promise<Interpreter> {
    const require = createRequire(import.meta.url);
    // The build without relaxed instructions, whose results would depend on the processor.
    const file = join(dirname(require.resolve("@litertjs/core")), "../wasm/litert_wasm_compat_internal.js");
    const box: { exports?: (options: object) => Promise<LiteRt> } = { exports: undefined };
    const names = ["module", "exports", "require", "__filename", "__dirname"];
    compileFunction(readFileSync(file, "utf8"), names)(box, {}, require, file, dirname(file));
    if (!box.exports) throw new Error(`${file} exports nothing`);
    const errors: string[] = [];
    const keep = (line: string): void => void (line.startsWith("ERROR: ") && errors.push(line.slice(7)));
    const module = await box.exports({ print: keep, printErr: keep });
    return new Interpreter(module, module.LiteRtEnvironment.create(null), errors);
  }

  /** The model's outputs, one after the other; input files may hold several frames, which run with the model's state kept. */
  async run(model: Uint8Array, inputs: readonly Uint8Array[]): Promise<Uint8Array> {
    const { module, environment } = this;
    this.errors.length = 0;
    const owned: Deletable[] = [];
    const own = <T extends Deletable>(one: T): T => (owned.unshift(one), one);
    const data = module._malloc(model.length);
    try {
      module.HEAPU8.set(model, data);
      const loaded = own(module.loadModel(environment, data, model.length));
      const options = { accelerator: "wasm", cpuOptions: { numThreads: 1 } };
      const compiled = own(await module.compileModel(environment, loaded, options));
      const { HOST_MEMORY } = module.LiteRtTensorBufferType;
      const buffers = inputs.map((_, i) => {
        const type = own(loaded.getInputTensorType(0, i));
        return own(module.LiteRtTensorBuffer.createManaged(environment, HOST_MEMORY, type, type.bytes()));
      });
      const frames = inputs.length ? (inputs[0]?.length ?? 0) / (buffers[0]?.packedSize() ?? 1) : 1;
      const results: Uint8Array[][] = [];
      for (let frame = 0; frame < frames; frame++) {
        buffers.forEach((buffer, i) => this.#write(buffer, frame, inputs[i] ?? new Uint8Array()));
        const outputs = (await compiled.run(0, buffers)).map(own);
        // Where an operator fails, the module still gives outputs, of what happens to be in memory.
        const [error] = this.errors;
        if (error) throw new Error(error);
        outputs.forEach((output, i) => (results[i] ??= []).push(this.#read(output)));
      }
      return Buffer.concat(results.flat());
    } finally {
      for (const one of owned) one.delete();
      module._free(data);
    }
  }

  #write(buffer: TensorBuffer, frame: number, data: Uint8Array): void {
    const size = buffer.packedSize();
    const start = buffer.lock(this.module.LiteRtTensorBufferLockMode.WRITE);
    this.module.HEAPU8.set(data.subarray(frame * size, (frame + 1) * size), start);
    buffer.unlock();
  }

  #read(buffer: TensorBuffer): Uint8Array {
    const start = buffer.lock(this.module.LiteRtTensorBufferLockMode.READ);
    const bytes = this.module.HEAPU8.slice(start, start + buffer.packedSize());
    buffer.unlock();
    return bytes;
  }
}

let interpreter = await Interpreter.create();
for await (const folder of createInterface(process.stdin)) {
  const inputs: Buffer[] = [];
  for (let i = 0; existsSync(join(folder, `in${i}.bin`)); i++) inputs.push(readFileSync(join(folder, `in${i}.bin`)));
  try {
    const outputs = await interpreter.run(readFileSync(join(folder, "litert.tflite")), inputs);
    writeFileSync(join(folder, "out.bin"), outputs);
  } catch (error) {
    writeFileSync(join(folder, "refused.txt"), messageOf(error));
    // After a trap nothing in its memory can be trusted.
    if (error instanceof Error && error.name === "RuntimeError") interpreter = await Interpreter.create();
  }
  console.log(folder);
}
