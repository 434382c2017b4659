// SPDX-License-Identifier: Apache-2.0
// The loadable parts of a 32-bit little-endian ELF file (System V ABI, chapter 5).

export interface Segment {
  /** Where it is stored, which for variables is flash. */
  readonly address: number;
  readonly bytes: Uint8Array;
}

export function readSegments(elf: Buffer): Segment[] {
  const [offset, size, count] = [elf.readUInt32LE(28), elf.readUInt16LE(42), elf.readUInt16LE(44)];
  return Array.from({ length: count }, (_, i) => offset + i * size)
    .filter((at) => elf.readUInt32LE(at) === 1 && elf.readUInt32LE(at + 16) > 0)
    .map((at) => {
      const start = elf.readUInt32LE(at + 4);
      return { address: elf.readUInt32LE(at + 12), bytes: elf.subarray(start, start + elf.readUInt32LE(at + 16)) };
    });
}
