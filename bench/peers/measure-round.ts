import type { PeersArguments } from './arguments.ts';
import { largestDifference } from './compare-scores.ts';
import { byNetwork, type Cost, type ScoresByNetwork } from './cost.ts';
import { type EarmarkSubject, scoreByEarmark } from './earmark-cost.ts';
import { scoreByPublished } from './published-cost.ts';
import { WAYS } from './ways.ts';

export interface Measured extends Cost {
  /** The largest difference of the scores of each network from those that Earmark's worker stored. */
  readonly differences: Readonly<Record<string, number>>;
}

export interface Round {
  /** Its differences are those of the networks by themselves. */
  readonly earmark: Measured;
  /** By title; a way that is measured once is in the first round only. */
  readonly ways: Readonly<Record<string, Measured>>;
}

/**
 * Has Earmark, then PyTorch in each way, score the same tracks.
 *
 * @throws Error when scores differ; Refused when Python cannot run the checkout
 */
export async function measureRound(
  args: PeersArguments,
  subject: EarmarkSubject,
  round: number,
): Promise<Round> {
  const { cost, scores, scoresAlone } = await scoreByEarmark(subject);
  const compare = (others: ScoresByNetwork) =>
    byNetwork(args.networks, (network) => largestDifference(network, scores, others));
  const ways: Record<string, Measured> = {};
  for (const way of WAYS.filter(({ once }) => !once || round === 0)) {
    const published = await scoreByPublished(args, way, subject.paths);
    ways[way.title] = { ...published.cost, differences: compare(published.scores) };
  }
  return { earmark: { ...cost, differences: compare(scoresAlone) }, ways };
}
