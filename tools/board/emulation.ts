// What an emulator is given with an image.
import type { Listener } from "./console.js";

export interface Emulation extends Listener {
  /** A folder to work in. */
  readonly folder: string;
  /** What the board asks for as its audio stream; see hosts/firmware/image/audio.h. */
  readonly stream?: Uint8Array;
}
