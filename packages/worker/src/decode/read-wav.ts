/** Plain PCM, one array a channel. */
export interface Pcm {
  readonly channelData: readonly Float32Array[];
  readonly sampleRate: number;
}

interface WavFormat {
  readonly encoding: string;
  readonly nChannels: number;
  readonly sampleRate: number;
  readonly frameBytes: number;
}

type ReadSample = (view: DataView, at: number) => number;

/** By format tag and bits a sample: 1 is whole numbers, 3 floating point. */
const ENCODINGS: Readonly<Record<string, ReadSample>> = {
  '1/8': (view, at) => (view.getUint8(at) - 128) / 128,
  '1/16': (view, at) => view.getInt16(at, true) / 32_768,
  '1/24': (view, at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 8_388_608,
  '1/32': (view, at) => view.getInt32(at, true) / 2_147_483_648,
  '3/32': (view, at) => view.getFloat32(at, true),
  '3/64': (view, at) => view.getFloat64(at, true),
};

const EXTENSIBLE = 0xfffe;

/**
 * The samples of a WAV file, the value of s bits being s / 2^(bits-1); undefined when its samples
 * are compressed, or when it is no WAV file. A file that ends too early gives the samples it has.
 */
export function readWav(bytes: Uint8Array): Pcm | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = riffChunks(view);
  const format = parseFormat(chunks.get('fmt '));
  const readSample = format && ENCODINGS[format.encoding];
  const samples = chunks.get('data');
  if (!format || !readSample || !samples) return undefined;

  const { nChannels, sampleRate, frameBytes } = format;
  const nFrames = Math.floor(samples.byteLength / frameBytes);
  const channelData = Array.from({ length: nChannels }, (_, channel) => {
    const out = new Float32Array(nFrames);
    const offset = (channel * frameBytes) / nChannels;
    for (let i = 0; i < nFrames; i++) out[i] = readSample(samples, i * frameBytes + offset);
    return out;
  });
  return { channelData, sampleRate };
}

/**
 * The chunks of a RIFF file by name; one whose stated size passes the end of the file, ends there.
 */
function riffChunks(view: DataView): ReadonlyMap<string, DataView> {
  const chunks = new Map<string, DataView>();
  if (view.byteLength < 12 || name(view, 0) !== 'RIFF' || name(view, 8) !== 'WAVE') return chunks;
  for (let at = 12; at + 8 <= view.byteLength;) {
    const start = at + 8;
    const size = Math.min(view.getUint32(at + 4, true), view.byteLength - start);
    chunks.set(name(view, at), new DataView(view.buffer, view.byteOffset + start, size));
    at = start + size + (size % 2);
  }
  return chunks;
}

function parseFormat(chunk: DataView | undefined): WavFormat | undefined {
  if (!chunk || chunk.byteLength < 16) return undefined;
  const tag = chunk.getUint16(0, true);
  // Then the real tag opens the sub-format's id.
  const realTag = tag === EXTENSIBLE && chunk.byteLength >= 26 ? chunk.getUint16(24, true) : tag;
  const nChannels = chunk.getUint16(2, true);
  const bits = chunk.getUint16(14, true);
  if (nChannels === 0) return undefined;
  return {
    encoding: `${String(realTag)}/${String(bits)}`,
    nChannels,
    sampleRate: chunk.getUint32(4, true),
    frameBytes: (nChannels * bits) / 8,
  };
}

function name(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
}
