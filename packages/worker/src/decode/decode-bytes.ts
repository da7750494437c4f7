import decode from 'audio-decode';
import audioType from 'audio-type';
import { isSampleRate } from '@earmark/core/audio';
import { EarmarkError, messageOf } from '@earmark/core/failure';
import { assertNotTooLong, assertSomeAudio } from './duration.ts';
import { claimsTooMuch } from './mp4-tables.ts';
import { type Pcm, readWav } from './read-wav.ts';
import { sanitizeMessage } from './sanitize-message.ts';
import { namedSystemError } from './system-error.ts';

export interface MonoAudio {
  readonly samples: Float32Array;
  readonly sampleRate: number;
}

/** By the type that the first bytes show; formats that may name other files are not among them. */
const DECODERS = new Map(
  Object.entries({
    mp3: decode.mp3,
    flac: decode.flac,
    oga: decode.oga,
    opus: decode.opus,
    m4a: decode.m4a,
    aac: decode.aac,
    aiff: decode.aiff,
    caf: decode.caf,
    wav: decode.wav,
    webm: decode.webm,
    wma: decode.wma,
    amr: decode.amr,
  }),
);

/**
 * A few bytes can decode to a long silence: in small pieces a track that is too long is noticed early. But not in many:
 * until the decoder of MP4 has read the end of the file, it copies with every piece all bytes it has.
 */
const MIN_PIECE_BYTES = 16_384;
const MAX_PIECES = 64;

/**
 * The mean of the channels at the file's own rate; encoder delay and padding are removed.
 *
 * @param bytes the whole file; nothing else is read
 * @throws AUDIO_UNDECODABLE, AUDIO_EMPTY, AUDIO_TOO_LONG
 */
export async function decodeBytes(
  bytes: Uint8Array,
  { maxDurationSeconds }: { readonly maxDurationSeconds: number },
): Promise<MonoAudio> {
  const parts: Float32Array[] = [];
  let nSamples = 0;
  let sampleRate = 0;
  for await (const pcm of decodePieces(bytes)) {
    const part = meanOfChannels(pcm.channelData);
    if (part.length === 0) continue;
    if (sampleRate !== 0 && pcm.sampleRate !== sampleRate) throw undecodable('its rate changes');
    sampleRate = pcm.sampleRate;
    if (!isSampleRate(sampleRate)) throw undecodable(`${String(sampleRate)} Hz is no sample rate`);
    nSamples += part.length;
    assertNotTooLong({ nSamples, sampleRate }, maxDurationSeconds);
    parts.push(part);
  }
  assertSomeAudio({ nSamples });
  return { samples: concatenate(parts, nSamples), sampleRate };
}

async function* decodePieces(bytes: Uint8Array): AsyncGenerator<Pcm> {
  const wav = readWav(bytes);
  if (wav) {
    yield wav;
    return;
  }
  const type = audioType(bytes) ?? '';
  const createDecoder = DECODERS.get(type);
  if (!createDecoder) throw undecodable('unsupported format');
  if (type === 'm4a' && claimsTooMuch(bytes)) throw undecodable('it is damaged');
  const decoder = await createDecoder();
  try {
    const pieceBytes = Math.max(MIN_PIECE_BYTES, Math.ceil(bytes.length / MAX_PIECES));
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      yield await decoder(bytes.subarray(at, at + pieceBytes));
    }
    yield await decoder();
  } catch (error) {
    const named = namedSystemError(error);
    if (named instanceof EarmarkError) throw named;
    throw undecodable(reasonOf(error), { cause: error });
  } finally {
    decoder.free();
  }
}

function meanOfChannels(channels: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(0), ...others] = channels;
  if (others.length === 0) return first;
  const mean = first.slice();
  for (const channel of others) {
    for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] ?? 0) + (channel[i] ?? 0);
  }
  for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] ?? 0) / channels.length;
  return mean;
}

function concatenate(parts: readonly Float32Array[], nSamples: number): Float32Array {
  const [only, ...others] = parts;
  if (only && others.length === 0) return only;
  const samples = new Float32Array(nSamples);
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return samples;
}

/** In a damaged file the decoders read beyond an end; their errors about that are for programmers. */
function reasonOf(error: unknown): string {
  if (error instanceof TypeError || error instanceof RangeError) return 'it is damaged';
  return sanitizeMessage(messageOf(error));
}

export function undecodable(why: string, options?: ErrorOptions): EarmarkError {
  const message =
    `The built-in decoders cannot decode the file: ${why}. ` +
    'Install ffmpeg, which reads more formats, encode the file again or leave it out.';
  return new EarmarkError('AUDIO_UNDECODABLE', message, options);
}
