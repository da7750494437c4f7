import { mostSplitItems, trackAgreement } from '../agreement/disagreement.ts';
import { scoresOf } from '../agreement/score-matrix.ts';
import { indicesOfSmallest } from '../agreement/shortlist.ts';
import { hasTag } from '../agreement/top-sets.ts';
import type { Votes } from '../agreement/votes.ts';
import { topK } from '../tagging/top-k.ts';
import type { Compared } from './report-agreement.ts';
import type { RatedTracks } from './report-vocabulary.ts';
import type { ReviewItem, ReviewTrack } from './run-report.ts';

const N_TRACKS = 50;
const N_ITEMS = 20;

/** The tracks on which the models agree least, worst first, with what each of them says. */
export function reviewTracks(compared: Compared): ReviewTrack[] {
  const { models, ensemble, tracks } = compared;
  const agreement = trackAgreement(models.map(({ sets }) => sets));
  const raters = [...models, ensemble];
  return indicesOfSmallest(agreement, N_TRACKS).map((track) => ({
    ...tracks[track]!,
    meanJaccard: agreement[track]!,
    said: raters.map((rater) => saidOf(rater, track, compared)),
  }));
}

/** The single tags of tracks on which the models are split most evenly. */
export function reviewItems(compared: Compared, votes: Votes): ReviewItem[] {
  const { models, ensemble, tracks, tags } = compared;
  const matrices = models.map(({ scores }) => scores);
  return mostSplitItems(votes, matrices, N_ITEMS).map(({ track, tag, split, spread }) => ({
    ...tracks[track]!,
    tag: tags[tag]!.tag,
    selectedBy: models.filter(({ sets }) => hasTag(sets, track, tag)).map(({ rater }) => rater),
    split,
    spread,
    scores: [...models, ensemble].map(({ scores }) => scoresOf(scores, track)![tag]!),
  }));
}

function saidOf({ scores }: RatedTracks, track: number, { rule, tags }: Compared) {
  const row = scoresOf(scores, track);
  return row && topK(row, rule).map((tag) => ({ tag: tags[tag]!.tag, score: row[tag]! }));
}
