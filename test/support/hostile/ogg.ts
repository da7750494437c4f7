const PAGE_HEADER_BYTES = 27;
const MAX_PACKETS = 255;

/** An Ogg page of packets that are shorter than 255 bytes each. */
export function oggPage(page: {
  readonly serial: number;
  readonly sequence: number;
  /** The time at its end, in samples. */
  readonly granule: bigint;
  /** 2 begins a stream, 4 ends it. */
  readonly flags: number;
  readonly packets: readonly Buffer[];
}): Buffer {
  if (page.packets.length > MAX_PACKETS) throw new RangeError('Too many packets for one page');
  const header = Buffer.alloc(PAGE_HEADER_BYTES);
  header.write('OggS', 0);
  header.writeUInt8(page.flags, 5);
  header.writeBigUInt64LE(page.granule, 6);
  header.writeUInt32LE(page.serial, 14);
  header.writeUInt32LE(page.sequence, 18);
  header.writeUInt8(page.packets.length, 26);
  const lacing = Buffer.from(page.packets.map(({ length }) => length));
  return withChecksums(Buffer.concat([header, lacing, ...page.packets]));
}

/** The pages with checksums that are right, so that nobody stops reading before the lie. */
export function withChecksums(pages: Buffer): Buffer {
  const mended = Buffer.from(pages);
  const starts = [...pages.toString('latin1').matchAll(/OggS/g)].map(({ index }) => index);
  starts.forEach((start, i) => {
    const page = mended.subarray(start, starts[i + 1] ?? mended.length);
    if (page.length < PAGE_HEADER_BYTES) return;
    page.writeUInt32LE(0, 22);
    page.writeUInt32LE(checksum(page), 22);
  });
  return mended;
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = (sum << 1) ^ (sum < 0 ? 0x04c11db7 : 0);
  }
  return sum >>> 0;
}
