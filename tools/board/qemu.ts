// SPDX-License-Identifier: Apache-2.0
// Boards in QEMU. One instruction takes the same time always, and sleeping takes none: runs repeat themselves.
import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../toolchain/failure.js";
import { onSignal } from "../toolchain/signals.js";
import type { Board } from "./boards.js";
import { BoardConsole } from "./console.js";
import type { Emulation } from "./emulation.js";

export async function runQemu(
  board: Board,
  { program, machine, arguments: more = [] }: NonNullable<Board["qemu"]>,
  elf: string,
  { folder, stream, ...listener }: Emulation,
): Promise<number> {
  const file = join(folder, "audio.stream"); // the board opens it by this name
  rmSync(file, { force: true });
  if (stream) writeFileSync(file, stream);
  const shift = Math.log2(1000 / board.instructionsPerMicrosecond); // an instruction takes 2^shift ns
  const child = spawn(
    program,
    [
      ...["-machine", machine, ...more, "-nographic", "-serial", "none", "-monitor", "none"],
      ...["-semihosting-config", "enable=on,target=native", "-icount", `shift=${shift},sleep=off`, "-kernel", elf],
    ],
    { cwd: folder, stdio: ["ignore", "pipe", "pipe"], detached: true },
  );
  const kill = (): void => void child.kill("SIGKILL");
  process.on("exit", kill);
  let ended = 0;
  const off = onSignal((_, status) => {
    kill();
    ended = status;
  });
  const board_console = new BoardConsole(listener);
  let messages = "";
  child.stdout.on("data", (data: Buffer) => board_console.write(data));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (messages += text));
  const how = await new Promise<string>((resolve, reject) => {
    child.on("error", reject).on("close", (status, signal) => resolve(signal ?? `exit code ${status}`));
  });
  off();
  process.off("exit", kill);
  board_console.end();
  if (ended) return ended;
  if (board_console.status === undefined)
    throw new Failure(`${board.name}: ${program} ended before the app (${how}): ${messages.trim()}`);
  return board_console.status;
}
