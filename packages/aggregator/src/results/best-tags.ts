import type { Vocabulary } from '@earmark/core/model/vocabulary.js';
import { topK, type TopKOptions } from '@earmark/core/tagging/top-k.js';

const DECIMALS = 3;

export interface ResultsOptions extends TopKOptions {
  /** Name of the model without its data set, e.g. `crnn`. */
  readonly model: string;
  readonly vocabulary: Vocabulary;
}

export interface BestTag {
  readonly en: string;
  readonly zh: string;
  /** With three decimals. */
  readonly prob: string;
}

/** The at most k best tags that reach the threshold, best first, as the result files show them. */
export function bestTags(scores: Float32Array, options: ResultsOptions): BestTag[] {
  return topK(scores, options).map((index) => {
    const { en, zh } = options.vocabulary.tags[index]!;
    return { en, zh, prob: scores[index]!.toFixed(DECIMALS) };
  });
}
