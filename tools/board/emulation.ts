// SPDX-License-Identifier: Apache-2.0
// What an emulator is given with an image.
import type { Listener } from "./console.js";

export interface Emulation extends Listener {
  /** A folder to work in. */
  readonly folder: string;
  /** What the board asks for as its audio stream; see hosts/firmware/image/audio.h. */
  readonly stream?: Uint8Array;
  /** An instruction's address; each time it is about to run, the cycles so far. Only rp2040js tells them. */
  readonly watch?: { readonly address: number; onReach(cycles: number): void };
}
