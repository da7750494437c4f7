import type { ModelSpec } from '@earmark/core/model';
import type { Trial } from './run-trial.ts';

/** What a trial says about a manifest, in whole sentences that say what to change. */
export interface Judgement {
  /** The model would give wrong scores. */
  readonly errors: readonly string[];
  /** It may. */
  readonly warnings: readonly string[];
}

type Judged = Pick<ModelSpec, 'name' | 'scores' | 'nTags' | 'reference' | 'network'>;

interface Check {
  readonly kind: keyof Judgement;
  /** Undefined where there is nothing to say. */
  readonly find: (spec: Judged, trial: Trial, rows: Rows) => string | undefined;
}

/** The outputs of all signals, and what is in them. */
interface Rows {
  /** Scores. */
  readonly all: readonly Float32Array[];
  readonly embeddings: readonly Float32Array[];
  /** Of the scores. */
  readonly min: number;
  readonly max: number;
  /** Whether each row adds up to 1. */
  readonly addUp: boolean;
}

/** A softmax in float32 is off by less. */
const SUM_TOLERANCE = 1e-3;
/** Rounding of the activation. */
const RANGE_TOLERANCE = 1e-6;
/** Rounding in another order. */
const BATCH_TOLERANCE = 1e-3;

const CHECKS: readonly Check[] = [
  {
    kind: 'errors',
    find: ({ nTags }, { outputs }) =>
      nTags > 0 && outputs.some(({ scores }) => scores.length === 0)
        ? 'For a chunk of a signal the network gives no scores at all: make input.chunks.length longer.'
        : undefined,
  },
  {
    kind: 'errors',
    find: ({ nTags }, _, { all }) => {
      const other = all.find((row) => row.length !== nTags);
      return other
        ? `The network gives ${String(other.length)} scores, and the manifest lists ${String(nTags)} tags: they must be as many, in the order of the outputs.`
        : undefined;
    },
  },
  {
    kind: 'errors',
    find: ({ network }, { outputs }) =>
      network.output.embedding !== null && outputs.some(({ embeddings }) => embeddings.length === 0)
        ? `The network gives no embedding: ${network.output.embedding} has no values.`
        : undefined,
  },
  {
    kind: 'errors',
    find: (_, __, { all, embeddings }) =>
      [...all, ...embeddings].some((row) => row.some((value) => !Number.isFinite(value)))
        ? 'The network gives values that are not numbers: its weights are damaged, or its input is not what it was trained with (see input.spectrogram.logarithm).'
        : undefined,
  },
  {
    kind: 'errors',
    find: ({ scores }, _, { min, max }) =>
      scores.are === 'probabilities' && (min < -RANGE_TOLERANCE || max > 1 + RANGE_TOLERANCE)
        ? `The network gives values from ${min.toPrecision(3)} to ${max.toPrecision(3)}, which are no probabilities: set scores.are to "logits".`
        : undefined,
  },
  {
    kind: 'errors',
    find: ({ scores, nTags }, _, { addUp, min }) =>
      scores.are === 'probabilities' &&
      scores.labels === 'single' &&
      nTags > 0 &&
      !addUp &&
      min >= 0
        ? 'With scores.labels "single" the probabilities of a chunk add up to 1, and those of the network do not: set scores.labels to "multi".'
        : undefined,
  },
  {
    kind: 'errors',
    find: ({ network }, { batchDifference }) =>
      batchDifference !== null && !(batchDifference <= BATCH_TOLERANCE)
        ? `The network gives other values for a chunk, or none, when another one is in the same batch: ${network.batch === 'any' ? 'set network.batch to 1' : 'export it with a batch of 1'}.`
        : undefined,
  },
  {
    kind: 'errors',
    find: ({ reference }, { reference: compared }) => {
      if (!reference || !compared || compared.maxDifference <= reference.tolerance)
        return undefined;
      const stated = `The scores of the reference differ by up to ${compared.maxDifference.toPrecision(2)} from those of the manifest, and ${String(reference.tolerance)} is allowed (the first is ${(compared.scores[0] ?? NaN).toFixed(5)}, stated is ${(reference.scores[0] ?? NaN).toFixed(5)}).`;
      return `${stated} ${remedyText(compared.remedies)}`;
    },
  },
  {
    kind: 'warnings',
    find: ({ scores, nTags }, _, { min, max }) =>
      scores.are === 'logits' && nTags > 1 && min >= 0 && max <= 1
        ? 'All values of the network lie between 0 and 1. If it ends with a sigmoid or a softmax, they are probabilities already: set scores.are to "probabilities", or every score is near one half.'
        : undefined,
  },
  {
    kind: 'warnings',
    find: ({ scores, nTags }, _, { addUp }) =>
      scores.labels === 'multi' && nTags > 1 && addUp
        ? 'The values of every chunk add up to 1, as after a softmax: if exactly one tag is true of a track, set scores.labels to "single".'
        : undefined,
  },
  {
    kind: 'warnings',
    find: (_, { outputs }) => {
      const [first, ...others] = outputs.map(
        ({ scores, embeddings }) => scores[0] ?? embeddings[0],
      );
      const isSame = others.every((row) => row?.every((value, i) => value === first?.[i]));
      return first && isSame
        ? 'The network gives the same values for noise, silence and notes: it does not read its input, or its input has another scale than in its training.'
        : undefined;
    },
  },
  {
    kind: 'warnings',
    find: ({ reference }, { reference: compared }) => {
      if (!reference || !compared || compared.maxDifference > reference.tolerance) return undefined;
      if (compared.remedies.length === 0) return undefined;
      return `The scores of the reference differ by up to ${compared.maxDifference.toPrecision(2)}, which its tolerance allows, and they would be much closer with: ${compared.remedies.join('; or ')}.`;
    },
  },
  {
    kind: 'warnings',
    find: ({ reference }) =>
      reference
        ? undefined
        : 'The manifest has no reference scores, so nobody can tell whether this front end is that of the training of the network. Compute some where it was trained (docs/adding-a-model.md), and add the model again.',
  },
];

function remedyText(remedies: readonly string[]): string {
  if (remedies.length === 0) {
    return 'No change that was tried explains it, so more than one key may be wrong: compare the front end step by step, docs/adding-a-model.md tells how.';
  }
  return `They would be equal with: ${remedies.join('; or ')}.`;
}

export function judgeTrial(spec: Judged, trial: Trial): Judgement {
  const rows = describeRows(trial);
  const found = (kind: Check['kind']) =>
    CHECKS.flatMap((check) => (check.kind === kind ? (check.find(spec, trial, rows) ?? []) : []));
  return { errors: found('errors'), warnings: found('warnings') };
}

function describeRows({ outputs }: Trial): Rows {
  const all = outputs.flatMap(({ scores }) => scores);
  const values = all.flatMap((row) => [...row]);
  return {
    all,
    embeddings: outputs.flatMap(({ embeddings }) => embeddings),
    min: values.reduce((a, b) => Math.min(a, b), Infinity),
    max: values.reduce((a, b) => Math.max(a, b), -Infinity),
    addUp:
      all.length > 0 &&
      all.every((row) => Math.abs(row.reduce((sum, value) => sum + value, 0) - 1) <= SUM_TOLERANCE),
  };
}
