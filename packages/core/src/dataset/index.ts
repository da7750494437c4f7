export {
  categoryLeaders,
  type CategoryLeader,
  popularBaseline,
  randomBaseline,
} from './baselines.ts';
export { cleanTags, parseTagMap } from './clean-tags.ts';
export { filterSplit, type SplitFilter } from './filter-split.ts';
export {
  keepCategory,
  keepCounted,
  keepListed,
  keepLongTracks,
  keepNames,
  withArtists,
} from './filter-tags.ts';
export { type MetadataTable, parseMetadataTable, tagsOf } from './metadata-table.ts';
export { type Part, PARTS, partsOfArtists, type PerPart } from './split/parts.ts';
export { parseSplitRows, type SplitRows } from './split/split-rows.ts';
export {
  discardedTagsOf,
  partText,
  splitTable,
  splitText,
  type Splits,
} from './split/split-table.ts';
export { type Thresholds } from './split/tag-counts.ts';
export { tableText } from './table-text.ts';
export { type FileNames, tagMatrix } from './tag-matrix.ts';
export {
  byTracks,
  type CategoryStatistics,
  categoryStatistics,
  durationStatistics,
  parseStatistics,
  statisticsFileName,
  statisticsText,
  type TagStatistics,
  topTags,
} from './tag-statistics.ts';
