/** How far models agree on whether a tag applies, over the tracks that all of them scored. */
export interface TagAgreement {
  /** Times a model selected the tag, over models and tracks. */
  readonly selected: number;
  /** `selected` over its largest possible value; null without a track. */
  readonly selectionRate: number | null;
  /** Mean over tracks of the share of pairs of models that agree: both select the tag, or neither does. */
  readonly agreementShare: number | null;
  /** Share of tracks for which all models or none select the tag. */
  readonly unanimousShare: number | null;
  readonly nTracksSelectedByAny: number;
  /** Mean share of pairs that both select the tag, over tracks for which any model does; null without one. */
  readonly positivePairAgreement: number | null;
  /** Agreement beyond chance, at most 1; null where the tag is always or never selected, as chance agreement is then 1. */
  readonly fleissKappa: number | null;
}

/**
 * Agreement of n models on one tag, or on several pooled.
 *
 * @param tally for k from 0 to n, the number of tracks for which k models select the tag; n is at least 2
 * @see Fleiss (1971), for two categories: (P - Pe) / (1 - Pe), Pe = q² + (1 - q)² at selection rate q
 */
export function tagAgreement(tally: readonly number[]): TagAgreement {
  const nModels = tally.length - 1;
  const nPairs = nModels * (nModels - 1);
  const total = (weight: (k: number) => number): number =>
    tally.reduce((sum, nTracks, k) => sum + nTracks * weight(k), 0);
  const nTracks = total(() => 1);
  const selected = total((k) => k);
  const nTracksSelectedByAny = nTracks - tally[0]!;
  const bothSelect = total((k) => (k * (k - 1)) / nPairs);
  const neitherSelects = total((k) => ((nModels - k) * (nModels - k - 1)) / nPairs);
  const selectionRate = ratio(selected, nModels * nTracks);
  const agreementShare = ratio(bothSelect + neitherSelects, nTracks);
  return {
    selected,
    selectionRate,
    agreementShare,
    unanimousShare: ratio(tally[0]! + tally[nModels]!, nTracks),
    nTracksSelectedByAny,
    positivePairAgreement: ratio(bothSelect, nTracksSelectedByAny),
    fleissKappa: fleissKappa(agreementShare, selectionRate),
  };
}

/** The tally of all (track, tag) items together. */
export function poolTallies(tallies: readonly (readonly number[])[]): readonly number[] {
  const [first = []] = tallies;
  return first.map((_, k) => tallies.reduce((sum, tally) => sum + tally[k]!, 0));
}

function fleissKappa(agreement: number | null, rate: number | null): number | null {
  if (agreement === null || rate === null || rate === 0 || rate === 1) return null;
  const byChance = rate ** 2 + (1 - rate) ** 2;
  return (agreement - byChance) / (1 - byChance);
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
