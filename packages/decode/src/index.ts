export { type AudioDecoder, type DecodedAudio, type DecodeLimits } from './audio-decoder.ts';
export {
  type AudioDecoderOptions,
  chooseFfmpeg,
  createAudioDecoder,
  decoderOptions,
  describeDecoder,
} from './create-audio-decoder.ts';
export { withKnownSound } from './known-sound.ts';
export { withTimeLimit } from './time-limit.ts';
export { createTrackReader, type ReadTrack, type TrackReader } from './track-reader.ts';
export { createFfmpegDecoder } from './ffmpeg-decoder.ts';
export { proveDecoder } from './prove-decoder.ts';
export { NO_FFMPEG, probeFfmpeg } from './probe-ffmpeg.ts';
export { systemFfmpeg } from './system-ffmpeg.ts';
export { WASM_FFMPEG } from './wasm-ffmpeg.ts';
