export { openSource } from './open-source.ts';
export { type FetchAudio, inPages, type Source, UNKNOWN_VERSION } from './source.ts';
export { isAudioName } from './audio-names.ts';
export { type Ignored, ignoredText, nothingIgnored } from './ignored.ts';
export { assertSourcePresent, SAMPLE_SIZE } from './source-presence.ts';
export { openFetchAudio } from './fetch-audio.ts';
export { createReadLimit, type ReadLimit, type ReadRates } from './read-limit.ts';
export { createS3Fetch } from './fetch-s3.ts';
export { openS3 } from './s3/open-s3.ts';
