import { chanceJaccard, uniformJaccard } from '../agreement/chance.ts';
import { summarizeJaccard } from '../agreement/jaccard.ts';
import { indicesOfSmallest } from '../agreement/shortlist.ts';
import { poolTallies, tagAgreement } from '../agreement/tag-agreement.ts';
import { countVotes, tallyVotes } from '../agreement/votes.ts';
import type { ModelName } from '../model/model-spec.ts';
import type { Tag } from '../model/vocabulary.ts';
import type { TopKOptions } from '../tagging/top-k.ts';
import type { RatedTracks, ReportedTrack } from './report-vocabulary.ts';
import { reviewItems, reviewTracks } from './review.ts';
import type { Agreement, Pair } from './run-report.ts';

const N_LEAST_AGREED_TAGS = 10;

export interface Compared {
  /** Two or more, of one vocabulary. */
  readonly models: readonly RatedTracks<ModelName>[];
  readonly ensemble: RatedTracks;
  readonly tracks: readonly ReportedTrack[];
  readonly tags: readonly Tag[];
  readonly rule: TopKOptions;
}

/** How far models of one vocabulary agree: pair by pair, tag by tag, and where they do not. */
export function reportAgreement(compared: Compared): Agreement {
  const { models, ensemble, tags, rule } = compared;
  const pairs = models.flatMap((a, i) => models.slice(i + 1).map((b) => comparePair(a, b)));
  const votes = countVotes(models.map(({ sets }) => sets));
  const tallies = tallyVotes(votes);
  const byTag = tallies.map(tagAgreement);
  const kappas = byTag.map(({ fleissKappa }) => fleissKappa);
  return {
    pairs,
    withEnsemble: models.map((model) => comparePair(model, ensemble)),
    overallMean: meanOf(pairs.map(({ mean }) => mean)),
    uniformChance: uniformJaccard({ k: rule.k, nTags: tags.length }),
    nCompleteTracks: votes.tracks.length,
    tags: byTag,
    pooledFleissKappa: tagAgreement(poolTallies(tallies)).fleissKappa,
    meanFleissKappa: meanOf(kappas),
    nUndefinedKappas: kappas.filter((kappa) => kappa === null).length,
    leastAgreed: {
      tracks: reviewTracks(compared),
      items: reviewItems(compared, votes),
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
