import {
  type AudioDecoder,
  createFfmpegDecoder,
  type DecodeLimits,
  probeFfmpeg,
  systemFfmpeg,
  WASM_FFMPEG,
} from '@earmark/decode';

const environment = process.env;
const ffmpeg = await probeFfmpeg({ ffmpeg: undefined, environment });
if (!ffmpeg) console.warn('SKIPPED, all tests of ffmpeg: PATH has no ffmpeg with soxr in it.');

export const hasFfmpeg = ffmpeg !== undefined;

export interface DecoderKind {
  readonly kind: string;
  readonly create: (limits?: Partial<DecodeLimits>, sampleRate?: number) => AudioDecoder;
}

const LIMITS: DecodeLimits = { maxDurationSeconds: 600, timeoutMs: 60_000 };

export const wasmDecoder: DecoderKind = {
  kind: 'WebAssembly',
  create: (limits, sampleRate) =>
    createFfmpegDecoder(WASM_FFMPEG, {
      environment,
      limits: { ...LIMITS, ...limits },
      sampleRate,
    }),
};

export const ffmpegDecoders: readonly DecoderKind[] = ffmpeg
  ? [
      {
        kind: 'ffmpeg',
        create: (limits, sampleRate) =>
          createFfmpegDecoder(systemFfmpeg(ffmpeg), {
            environment,
            limits: { ...LIMITS, ...limits },
            sampleRate,
          }),
      },
    ]
  : [];

/** Waveforms of files, each of which is decoded once. */
export function decodedOnce(decoder: AudioDecoder): (path: string) => Promise<Float32Array> {
  const { signal } = new AbortController();
  const decoded = new Map<string, Promise<Float32Array>>();
  return (path) => {
    const waveform =
      decoded.get(path) ?? decoder.decode(path, signal).then((audio) => audio.waveform);
    decoded.set(path, waveform);
    return waveform;
  };
}

/** Every way to decode that this machine has. */
export const decoderKinds: readonly DecoderKind[] = [...ffmpegDecoders, wasmDecoder];
