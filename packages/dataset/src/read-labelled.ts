import {
  assertFinite,
  type NpyMatrix,
  parseNpy,
  toFlags,
  toScores,
  toTagArray,
} from '@earmark/core/corpus';
import type { LabelledScores } from '@earmark/core/evaluation';
import { EarmarkError } from '@earmark/core/failure';
import { type Files, nameOf } from './files.ts';

/** The paths of a truth, of predictions and, where they are needed, of the tags of their columns. */
export interface LabelledFiles<List extends string | null> {
  readonly truth: string;
  readonly predictions: string;
  readonly list: List;
}

/**
 * Arrays of truth and predictions, tracks x tags, with the tags of their columns; none where no list is given.
 *
 * @throws USAGE_INVALID when their shapes differ, or a value is none of its kind
 */
export async function readLabelled(
  files: Files,
  { truth, predictions, list }: LabelledFiles<string | null>,
): Promise<{ readonly labelled: LabelledScores; readonly tags: readonly string[] }> {
  const names = [nameOf(truth), nameOf(predictions)] as const;
  const labels = toFlags(parseNpy(await files.readBytes(truth), names[0]), names[0]);
  const scores = parseNpy(await files.readBytes(predictions), names[1]);
  assertSameShape(labels, scores, names);
  assertFinite(scores, names[1]);
  const tags = list === null ? [] : await files.readTagList(list);
  if (list !== null) toTagArray(scores, tags, { array: names[1], tags: nameOf(list) });
  return {
    labelled: {
      nTracks: labels.nRows,
      nTags: labels.nColumns,
      truth: labels.values,
      scores: toScores(scores),
    },
    tags,
  };
}

type Shape = Pick<NpyMatrix, 'nRows' | 'nColumns'>;

/** @throws USAGE_INVALID naming both files */
export function assertSameShape(a: Shape, b: Shape, names: readonly [string, string]): void {
  if (a.nRows === b.nRows && a.nColumns === b.nColumns) return;
  throw new EarmarkError(
    'USAGE_INVALID',
    `${names[0]} is ${a.nRows} x ${a.nColumns} and ${names[1]} ${b.nRows} x ${b.nColumns}. They must have the same shape.`,
  );
}
