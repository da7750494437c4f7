import { SAMPLE_RATE } from '@earmark/core/audio';

/**
 * Containers of audio. Playlists, image sequences, network descriptions and all others that open
 * further files are not among them: ffmpeg reads the file that it is given, and nothing else.
 */
const DEMUXERS =
  'aac,ac3,aiff,amr,ape,asf,au,caf,dsf,dts,eac3,flac,matroska,mov,mp3,mpc,mpc8,ogg,tak,tta,' +
  'w64,wav,wv';

/**
 * What music is encoded with. No decoder of pictures is among them: for a cover of 420 kB that unfolds to 430 MB
 * ffmpeg would take the memory before it is told to leave pictures out.
 */
const DECODERS =
  'aac,ac3,alac,als,amrnb,amrwb,ape,dca,dsd_lsbf,dsd_lsbf_planar,dsd_msbf,dsd_msbf_planar,eac3,flac,gsm,' +
  'gsm_ms,mlp,mp1,mp1float,mp2,mp2float,mp3,mp3adu,mp3adufloat,mp3float,mp3on4,mp3on4float,mpc7,' +
  'mpc8,opus,libopus,speex,libspeex,tak,truehd,tta,vorbis,libvorbis,wavpack,wmalossless,wmapro,wmav1,wmav2,' +
  'wmavoice,adpcm_ima_qt,adpcm_ima_wav,adpcm_ms,pcm_alaw,pcm_mulaw,pcm_s8,pcm_u8,' +
  ['s16', 's24', 's32', 's64', 'u16', 'u24', 'u32', 'f32', 'f64']
    .flatMap((encoding) => [`pcm_${encoding}be`, `pcm_${encoding}le`])
    .join();

/** The most that `pan` supports. */
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
  const allowed = ['-format_whitelist', DEMUXERS, '-codec_whitelist', DECODERS];
  const input = ['-i', `file:${path}`, '-map', '0:a:0'];
  return [...READ, ...allowed, ...input, ...WRITE, '-fs', String(maxBytes), 'pipe:1'];
}
