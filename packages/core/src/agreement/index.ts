export { bestTracks, type BestTracksOptions } from './best-tracks.ts';
export { largestDisagreements, trackAgreement } from './disagreement.ts';
export { ensembleScores } from './ensemble.ts';
export { scoreHistogram } from './histogram.ts';
export { jaccardOfTrack, summarizeJaccard } from './jaccard.ts';
export {
  judgeScoreChanges,
  type JudgedLimit,
  type ScoreChanges,
  scoreChanges,
} from './score-changes.ts';
export { createScoreMatrix, rowToScore, type ScoreMatrix, setScores } from './score-matrix.ts';
export { countSelections, tallySelections } from './selection-counts.ts';
export { indicesOfSmallest } from './shortlist.ts';
export { poolTallies, tagAgreement } from './tag-agreement.ts';
export { tagFrequencies } from './tag-frequency.ts';
export { hasTag, topSets, type TopSets } from './top-sets.ts';
