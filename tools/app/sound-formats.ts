// SPDX-License-Identifier: Apache-2.0
// Names sound that isn't in a WAV file we read, and the command that makes one of it.
import { extname } from "node:path";

/** How files of other formats begin; dots stand for any byte. */
const beginnings: readonly (readonly [RegExp, string])[] = [
  [/^fLaC/, "FLAC"],
  [/^OggS[^]*OpusHead/, "Ogg Opus"],
  [/^OggS/, "Ogg Vorbis"],
  [/^ID3[^]/, "MP3"],
  [/^\xff[\xf0\xf1\xf8\xf9]/, "AAC"],
  [/^\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]/, "MP3"],
  [/^[^]{4}ftyp/, "MP4 (AAC, ALAC)"],
  [/^FORM[^]{4}AIF/, "AIFF"],
  [/^RIFX/, "big-endian WAV (RIFX)"],
  [/^RIFF[^]{4}AVI /, "AVI"],
  [/^riff.\x91/s, "Wave64"],
  [/^caff/, "CAF"],
  [/^\.snd/, "AU"],
  [/^.\x45\xdf\xa3/s, "WebM or Matroska"],
  [/^#!AMR/, "AMR"],
  [/^\x30\x26\xb2\x75/, "WMA"],
  [/^wvpk/, "WavPack"],
  [/^MAC /, "Monkey's Audio"],
];

const extensions: Readonly<Record<string, string>> = {
  ".flac": "FLAC",
  ".ogg": "Ogg",
  ".oga": "Ogg",
  ".opus": "Ogg Opus",
  ".mp3": "MP3",
  ".aac": "AAC",
  ".m4a": "MP4 (AAC, ALAC)",
  ".mp4": "MP4",
  ".aif": "AIFF",
  ".aiff": "AIFF",
  ".webm": "WebM",
  ".wma": "WMA",
  ".amr": "AMR",
  ".caf": "CAF",
  ".au": "AU",
};

/** Of WAV's format codes (mmreg.h). */
const codings: Readonly<Record<number, string>> = {
  0x02: "Microsoft ADPCM",
  0x11: "IMA ADPCM",
  0x31: "GSM 6.10",
  0x40: "G.721 ADPCM",
  0x50: "MPEG",
  0x55: "MP3",
  0xff: "AAC",
  0x161: "WMA",
  0x2000: "AC-3",
  0xf1ac: "FLAC",
};

/** What a file of another format is, by its first bytes or else by its name, and what to do; undefined if nobody knows. */
export function recognize(path: string, head: Buffer): string | undefined {
  const text = head.toString("latin1");
  const format = beginnings.find(([beginning]) => beginning.test(text))?.[1];
  if (format) return `this is ${format}, not WAV: ${conversion(path)}`;
  const named = extensions[extname(path).toLowerCase()];
  return named && `by its name this is ${named}, not WAV: ${conversion(path)}`;
}

/** The name of a WAV file's coding. */
export function nameCoding(code: number): string {
  return codings[code] ?? `format ${code}, which is unknown`;
}

/** What to do with sound that we don't read. */
export function conversion(path: string): string {
  const wav = `${path.slice(0, path.length - extname(path).length)}-pcm.wav`;
  return `convert it with \`ffmpeg -i ${quote(path)} -c:a pcm_s16le ${quote(wav)}\``;
}

/** As one word of a shell's. */
function quote(path: string): string {
  return /^[\w./+@-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
