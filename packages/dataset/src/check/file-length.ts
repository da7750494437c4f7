/** What the beginning of a file says of the whole of it. */
export interface FileLength {
  readonly seconds: number;
  /** That a file of this length has at least. */
  readonly minBytes: number;
}

/** The beginning of a file, which is enough to tell. */
export const HEAD_BYTES = 4_096;

/**
 * How long a file is, as its first frame or its header says, without reading the rest of it; undefined when that does not tell.
 *
 * @param path of the file, whose ending says what it is
 * @param sizeBytes of the file
 * @param readHead the bytes of the file from one on, up to `HEAD_BYTES` of them
 */
export async function fileLength(
  path: string,
  sizeBytes: number,
  readHead: (fromByte: number) => Promise<Uint8Array>,
): Promise<FileLength | undefined> {
  const head = await readHead(0);
  if (path.endsWith('.npy')) return npyLength(head);
  if (!path.endsWith('.mp3')) return undefined;
  const start = afterId3(head);
  return mp3Length(start === 0 ? head : await readHead(start), { start, sizeBytes });
}

/** Hop of the published mel-spectrograms in samples, and samples per second. */
const FRAMES_PER_SECOND = 12_000 / 256;

/** @param head of a NumPy file of floats in 4 bytes, [bands, frames] */
function npyLength(head: Uint8Array): FileLength | undefined {
  const text = Buffer.from(head.subarray(0, 256)).toString('latin1');
  const [, nRows, nColumns] =
    /^\u0093NUMPY\u0001.*'descr': *'<f4'.*'shape': *\((\d+), *(\d+)\)/s.exec(text) ?? [];
  if (nRows === undefined || nColumns === undefined) return undefined;
  const dataStart = 10 + text.charCodeAt(8) + 256 * text.charCodeAt(9);
  return {
    seconds: Number(nColumns) / FRAMES_PER_SECOND,
    minBytes: dataStart + 4 * Number(nRows) * Number(nColumns),
  };
}

/** Where a tag at the beginning of an MP3 file ends; 0 where there is none. */
function afterId3(head: Uint8Array): number {
  if (Buffer.from(head.subarray(0, 3)).toString('latin1') !== 'ID3' || head.length < 10) return 0;
  // Seven bits in each byte.
  return 10 + head.subarray(6, 10).reduce((size, byte) => (size << 7) | (byte & 0x7f), 0);
}

/** In kbit/s, by the index in a header, of layer III. */
const BITRATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const BITRATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const RATES = [44_100, 48_000, 32_000];

/** By the bits of the version: 2.5, none, 2 and 1. */
const VERSIONS = [
  { bitrates: BITRATES_2, divisor: 4, nSamples: 576, sideBytes: { mono: 9, stereo: 17 } },
  undefined,
  { bitrates: BITRATES_2, divisor: 2, nSamples: 576, sideBytes: { mono: 9, stereo: 17 } },
  { bitrates: BITRATES_1, divisor: 1, nSamples: 1_152, sideBytes: { mono: 17, stereo: 32 } },
] as const;

/** Encoders count their own frame of information or do not. */
const SLACK_BYTES = 2_000;

/**
 * By the frame in which an encoder writes how many there are, else by a constant bitrate.
 *
 * @param bytes from `start`, where the first frame is
 * @see http://www.mp3-tech.org/programmer/frame_header.html, and the Xing header of LAME
 */
function mp3Length(
  bytes: Uint8Array,
  { start, sizeBytes }: { readonly start: number; readonly sizeBytes: number },
): FileLength | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = bytes.findIndex(
    (byte, i) => byte === 0xff && ((bytes[i + 1] ?? 0) & 0xe6) === 0xe2 && i + 160 < bytes.length,
  );
  if (at < 0) return undefined;
  const header = view.getUint32(at);
  const version = VERSIONS[(header >> 19) & 3];
  const kilobits = version?.bitrates[(header >> 12) & 15];
  const rate = RATES[(header >> 10) & 3];
  if (!version || !kilobits || !rate) return undefined;
  const isMono = ((header >> 6) & 3) === 3;
  const info = at + 4 + version.sideBytes[isMono ? 'mono' : 'stereo'];
  const counted = readCounts(view, info);
  if (!counted) {
    return { seconds: (sizeBytes - start - at) / (125 * kilobits), minBytes: 1 };
  }
  return {
    seconds: (counted.nFrames * version.nSamples * version.divisor) / rate,
    minBytes: start + at + counted.nBytes - SLACK_BYTES,
  };
}

const HAS_FRAMES_AND_BYTES = 3;

function readCounts(view: DataView, at: number): { nFrames: number; nBytes: number } | undefined {
  const name = Buffer.from(view.buffer, view.byteOffset + at, 4).toString('latin1');
  if (name !== 'Xing' && name !== 'Info') return undefined;
  if ((view.getUint32(at + 4) & HAS_FRAMES_AND_BYTES) !== HAS_FRAMES_AND_BYTES) return undefined;
  return { nFrames: view.getUint32(at + 8), nBytes: view.getUint32(at + 12) };
}
