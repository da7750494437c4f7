import { chanceJaccard, uniformJaccard } from '../agreement/chance.ts';
import { largestDisagreements, trackAgreement } from '../agreement/disagreement.ts';
import { summarizeJaccard } from '../agreement/jaccard.ts';
import { scoresOf } from '../agreement/score-matrix.ts';
import {
  countSelections,
  tallySelections,
  type SelectionCounts,
} from '../agreement/selection-counts.ts';
import { indicesOfSmallest } from '../agreement/shortlist.ts';
import { poolTallies, tagAgreement } from '../agreement/tag-agreement.ts';
import { hasTag } from '../agreement/top-sets.ts';
import type { ModelName } from '../model/names.ts';
import type { Tag } from '../model/vocabulary.ts';
import { topK, type TopKOptions } from '../tagging/top-k.ts';
import type { RatedTracks, ReportedTrack } from './rated-tracks.ts';
import type { Agreement, Pair, ReviewItem, ReviewTrack } from './run-report.ts';

const N_LEAST_AGREED_TAGS = 10;

export interface Compared {
  /** Two or more, of one vocabulary. */
  readonly models: readonly RatedTracks<ModelName>[];
  readonly ensemble: RatedTracks;
  readonly tracks: readonly ReportedTrack[];
  readonly tags: readonly Tag[];
  readonly rule: TopKOptions;
}

/** How far models of one vocabulary agree, pair by pair and tag by tag, and where they disagree. */
export function reportAgreement(compared: Compared): Agreement {
  const { models, ensemble, tags, rule } = compared;
  const pairs = models.flatMap((a, i) => models.slice(i + 1).map((b) => comparePair(a, b)));
  const selections = countSelections(models.map(({ sets }) => sets));
  const tallies = tallySelections(selections);
  const byTag = tallies.map(tagAgreement);
  const kappas = byTag.map(({ fleissKappa }) => fleissKappa);
  return {
    pairs,
    withEnsemble: models.map((model) => comparePair(model, ensemble)),
    overallMean: meanOf(pairs.map(({ mean }) => mean)),
    uniformChance: uniformJaccard({ k: rule.k, nTags: tags.length }),
    nCompleteTracks: selections.tracks.length,
    tags: byTag,
    pooledFleissKappa: tagAgreement(poolTallies(tallies)).fleissKappa,
    meanFleissKappa: meanOf(kappas),
    nUndefinedKappas: kappas.filter((kappa) => kappa === null).length,
    leastAgreed: {
      tracks: reviewTracks(compared),
      items: reviewItems(compared, selections),
      tags: indicesOfSmallest(kappas, N_LEAST_AGREED_TAGS).map((tag) => tags[tag]!.tag),
    },
  };
}

function comparePair(a: RatedTracks, b: RatedTracks): Pair {
  const chance = chanceJaccard(a.sets, b.sets);
  return { a: a.rater, b: b.rater, ...summarizeJaccard(a.sets, b.sets), chance };
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

const N_TRACKS = 50;
const N_ITEMS = 20;

/** The tracks on which the models agree least, worst first, with the top-k tags of each model. */
export function reviewTracks(compared: Compared): ReviewTrack[] {
  const { models, ensemble, tracks } = compared;
  const agreement = trackAgreement(models.map(({ sets }) => sets));
  const raters = [...models, ensemble];
  return indicesOfSmallest(agreement, N_TRACKS).map((track) => ({
    ...tracks[track]!,
    meanJaccard: agreement[track]!,
    topTags: raters.map((rater) => topTagsOf(rater, track, compared)),
  }));
}

/** The single tags of tracks on which the models disagree most. */
export function reviewItems(compared: Compared, selections: SelectionCounts): ReviewItem[] {
  const { models, ensemble, tracks, tags } = compared;
  const matrices = models.map(({ scores }) => scores);
  return largestDisagreements(selections, matrices, N_ITEMS).map(
    ({ track, tag, disagreement, scoreRange }) => ({
      ...tracks[track]!,
      tag: tags[tag]!.tag,
      selectedBy: models.filter(({ sets }) => hasTag(sets, track, tag)).map(({ rater }) => rater),
      disagreement,
      scoreRange,
      scores: [...models, ensemble].map(({ scores }) => scoresOf(scores, track)![tag]!),
    }),
  );
}

function topTagsOf({ scores }: RatedTracks, track: number, { rule, tags }: Compared) {
  const row = scoresOf(scores, track);
  return row && topK(row, rule).map((tag) => ({ tag: tags[tag]!.tag, score: row[tag]! }));
}
