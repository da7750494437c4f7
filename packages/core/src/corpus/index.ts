export { isJamendoTable, type JamendoTrack, parseJamendoTable } from './jamendo-table.ts';
export { type JamendoLicense, jamendoLicenses } from './jamendo-licenses.ts';
export {
  isJamendoMetadataHeader,
  type JamendoMetadata,
  parseJamendoMetadata,
} from './jamendo-metadata.ts';
export { isNpy, npyBytes, npyRowBytes, type NpyMatrix, parseNpy } from './npy.ts';
export { parseScoresCsv } from './scores-csv.ts';
export { assertFinite, type TagArray, toFlags, toScores, toTagArray } from './tag-array.ts';
export { parseTagList, tagCategory } from './tags.ts';
export { parseThresholds } from './thresholds-text.ts';
export { isFileTable, parseTruthCsv } from './truth-csv.ts';
export { toTrackMetadata, type TrackMetadata } from './track-metadata.ts';
