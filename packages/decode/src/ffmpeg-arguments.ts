/**
 * Containers of audio. Playlists, image sequences, network descriptions and all others that open
 * further files are not among them: ffmpeg reads the file that it is given, and nothing else.
 */
const DEMUXERS =
  'aac,ac3,aiff,amr,ape,asf,au,caf,dsf,dts,eac3,flac,gsm,iff,loas,matroska,mov,mp3,mpc,mpc8,ogg,tak,tta,' +
  'w64,wav,wv';

/**
 * What music is encoded with. No decoder of pictures is among them: for a cover of 420 kB that unfolds to 430 MB
 * ffmpeg would take the memory before it is told to leave pictures out.
 */
const DECODERS =
  'aac,aac_latm,ac3,alac,als,amrnb,amrwb,ape,dca,dsd_lsbf,dsd_lsbf_planar,dsd_msbf,dsd_msbf_planar,dst,eac3,flac,' +
  'gsm,gsm_ms,mlp,mp1,mp1float,mp2,mp2float,mp3,mp3adu,mp3adufloat,mp3float,mp3on4,mp3on4float,mpc7,' +
  'mpc8,opus,libopus,speex,libspeex,tak,truehd,tta,vorbis,libvorbis,wavpack,wmalossless,wmapro,wmav1,wmav2,' +
  'wmavoice,adpcm_ima_qt,adpcm_ima_wav,adpcm_ms,pcm_alaw,pcm_mulaw,pcm_s8,pcm_u8,' +
  ['s16', 's24', 's32', 's64', 'u16', 'u24', 'u32', 'f32', 'f64']
    .flatMap((encoding) => [`pcm_${encoding}be`, `pcm_${encoding}le`])
    .join();

/** The most that `pan` supports. */
const MAX_CHANNELS = 64;

/**
 * The mean of the channels. `<` divides each gain by the sum over the channels that exist, so one filter averages mono,
 * stereo and 5.1 alike; `-ac 1` would weigh them.
 */
export const MEAN_OF_CHANNELS = [
  'aformat=sample_fmts=fltp',
  `pan=mono|c0<${Array.from({ length: MAX_CHANNELS }, (_, i) => `c${String(i)}`).join('+')}`,
].join(',');

/** With levels, the lines that describe the file can be told from what it says itself. */
const LOG = ['-nostdin', '-hide_banner', '-nostats', '-v', 'level+info'];
const READ = ['-threads', '1', '-protocol_whitelist', 'file'];
const WRITE = ['-vn', '-sn', '-dn', '-map_metadata', '-1', '-f', 'f32le', '-c:a', 'pcm_f32le'];

export interface DecodeArguments {
  /** A file; after `file:` no character of its name has a meaning. */
  readonly source: string;
  /** Of the samples, when the one that ffmpeg chooses would read them wrongly. */
  readonly codec: string | undefined;
  readonly filter: string;
  readonly output: string;
  /** ffmpeg stops soon after so much output. */
  readonly maxBytes?: number;
}

/** The arguments with which ffmpeg writes the first audio stream of a file as float32 little endian. */
export function decodeArguments(of: DecodeArguments): string[] {
  const allowed = ['-format_whitelist', DEMUXERS, '-codec_whitelist', DECODERS];
  const codec = of.codec === undefined ? [] : ['-c:a', of.codec];
  const input = [...codec, '-i', `file:${of.source}`, '-map', '0:a:0'];
  const limit = of.maxBytes === undefined ? [] : ['-fs', String(of.maxBytes)];
  return [...LOG, ...READ, ...allowed, ...input, ...WRITE, '-af', of.filter, ...limit, of.output];
}
