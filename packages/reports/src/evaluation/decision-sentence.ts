import type { EvaluationReport } from '@earmark/core/evaluation';

/** A sentence that says which tags a track is given, on which precision, recall and F depend. */
export function decisionSentence({ by, from, rule }: EvaluationReport['decisions']): string {
  if (by === 'array') return 'The tags of a track are those that came decided with the scores.';
  const passes = rule === '>' ? 'above' : 'at or above';
  const threshold =
    from === null
      ? 'which was learnt on these very tracks: precision, recall and F are too good for others'
      : `which comes from ${from}`;
  return `A track gets a tag when its score is ${passes} the threshold of the tag, ${threshold}.`;
}
