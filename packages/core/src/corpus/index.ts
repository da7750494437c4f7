export { isJamendoTable, type JamendoTrack, parseJamendoTable } from './jamendo-table.ts';
export { type NpyMatrix, parseNpy } from './npy.ts';
export { parseScoresCsv } from './scores-csv.ts';
export { tagCategory } from './tag-category.ts';
export { parseTagList } from './tag-list.ts';
export { parseThresholds } from './thresholds-text.ts';
export { isFileTable, parseTruthCsv } from './truth-csv.ts';
