import { SAMPLE_RATE } from '@earmark/core/audio/waveform.js';

/**
 * Containers of audio. Playlists, image sequences, network descriptions and whatever else opens
 * further files are not among them: ffmpeg reads the file that it is given, and nothing else.
 */
const DEMUXERS =
  'aac,ac3,aiff,amr,ape,asf,au,caf,dsf,dts,eac3,flac,matroska,mov,mp3,mpc,mpc8,ogg,tak,tta,' +
  'w64,wav,wv';

/** As many as `pan` knows. */
const MAX_CHANNELS = 64;

/**
 * The reference waveform: mean of the channels, then soxr at 28 bit. `<` divides each gain by the
 * sum over the channels that exist, so one filter averages mono, stereo and 5.1 alike; `-ac 1`
 * would weigh them.
 */
export const FILTER = [
  'aformat=sample_fmts=fltp',
  `pan=mono|c0<${Array.from({ length: MAX_CHANNELS }, (_, i) => `c${String(i)}`).join('+')}`,
  `aresample=${String(SAMPLE_RATE)}:resampler=soxr:precision=28`,
].join(',');

const READ = ['-nostdin', '-v', 'error', '-threads', '1', '-protocol_whitelist', 'file'];
const WRITE = ['-vn', '-sn', '-dn', '-af', FILTER, '-f', 'f32le', '-c:a', 'pcm_f32le'];

/**
 * The command line that writes the first audio stream of `path` to standard output, as float32
 * little endian, and stops soon after `maxBytes`.
 *
 * @param path any name: after `file:` no character of it has a meaning
 */
export function decodeArguments({ path, maxBytes }: { path: string; maxBytes: number }): string[] {
  const input = ['-format_whitelist', DEMUXERS, '-i', `file:${path}`, '-map', '0:a:0'];
  return [...READ, ...input, ...WRITE, '-fs', String(maxBytes), 'pipe:1'];
}
