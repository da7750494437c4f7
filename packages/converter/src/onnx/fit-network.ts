import type { InputAxis, NetworkSpec } from '@earmark/core/model';
import type { Axis, NetworkInspection, NetworkValue } from './inspection/network-inspection.ts';

/** What a manifest says of the network that it comes with. */
export interface NetworkExpectation extends Pick<NetworkSpec, 'input' | 'output' | 'batch'> {
  /** What the front end makes of a chunk: the lengths of the axes of the input, without the batch. */
  readonly shape: readonly number[];
  /** 0 for a network that is read for its embedding alone. */
  readonly nTags: number;
}

/**
 * Where a network is not what its manifest says, in whole sentences with what to change; none when it fits as far as the
 * file says. An axis whose length the file leaves open fits every length.
 */
export function fitNetwork(
  { inputs, outputs }: NetworkInspection,
  expectation: NetworkExpectation,
): readonly string[] {
  const { input: fed, output: read, batch, nTags } = expectation;
  const input = choose(inputs, fed.name);
  const results = [
    ...(nTags > 0 ? [{ ...SCORES, name: read.scores }] : []),
    ...(read.embedding === null ? [] : [{ ...EMBEDDING, name: read.embedding }]),
  ].map((result) => ({ ...result, value: choose(outputs, result.name) }));
  const hasBatch = fed.axes.includes('batch');
  // Where a batch that the manifest names is missing, the outputs have none either, and once is enough to say so.
  const givesBatch = hasBatch && input?.shape?.length !== expectation.shape.length;
  const batches = [
    batchOf(input, 1 + expectation.shape.length),
    ...results.map(({ value }) => batchOf(value, 2)),
  ];
  return [
    input ? inputFindings(input, expectation) : missing('input', inputs, fed.name, 'input.name'),
    inputs.length > 1 ? [onlyOneIsFed(inputs)] : [],
    results.flatMap(({ value, name, key, of }) =>
      value
        ? outputFindings(value, { of, nTags, hasBatch: givesBatch })
        : missing('output', outputs, name, `output.${key}`),
    ),
    hasBatch ? batchFindings(batches, batch) : [],
  ].flat();
}

const SCORES = { key: 'scores', of: 'one score for each tag' } as const;
const EMBEDDING = { key: 'embedding', of: 'one embedding' } as const;

/** The value of this name, or the only one. */
function choose(values: readonly NetworkValue[], name: string | null): NetworkValue | undefined {
  if (name !== null) return values.find((value) => value.name === name);
  return values.length === 1 ? values[0] : undefined;
}

type Kind = 'input' | 'output';

function missing(
  kind: Kind,
  values: readonly NetworkValue[],
  name: string | null,
  key: string,
): string[] {
  if (values.length === 0) return [`The network has no ${kind}.`];
  const names = namesOf(values);
  if (name === null) {
    return [
      `The network has ${values.length} ${kind}s, ${names}: name the one to take in network.${key}.`,
    ];
  }
  const are = values.length === 1 ? `${kind} is` : `${kind}s are`;
  return [`The network has no ${kind} named ${name}; its ${are} ${names}.`];
}

function onlyOneIsFed(inputs: readonly NetworkValue[]): string {
  return `The network needs ${inputs.length} inputs, ${namesOf(inputs)}, and Earmark feeds one: export it with constants in place of the others.`;
}

/** The names, of many only the first: old networks may have thousands. */
function namesOf(values: readonly NetworkValue[]): string {
  const names = values.slice(0, MAX_NAMES).map(({ name }) => name);
  return [...names, ...(values.length > MAX_NAMES ? ['…'] : [])].join(', ');
}

const MAX_NAMES = 10;

function inputFindings(
  { elementType, shape }: NetworkValue,
  { input: { axes }, shape: made }: NetworkExpectation,
): string[] {
  const findings = typeFindings('input', elementType);
  const hasBatch = axes.includes('batch');
  if (!shape || fits(hasBatch ? shape.slice(1) : shape, made)) return findings;
  const reads = `Its input reads ${written(shape)}, and the manifest makes ${written([...(hasBatch ? ['batch'] : []), ...made])} of a chunk`;
  return [...findings, `${reads}: ${difference(shape, made, axes)}.`];
}

function typeFindings(kind: Kind, elementType: string | undefined): string[] {
  if (elementType === undefined || elementType === 'float32') return [];
  const problem = `Its ${kind} is ${elementType}, which is not supported`;
  return [`${problem}: export the network with an ${kind} of float32.`];
}

function difference(
  shape: readonly Axis[],
  made: readonly number[],
  axes: readonly InputAxis[],
): string {
  const hasBatch = axes.includes('batch');
  if (hasBatch && fits(shape, made)) {
    return 'it has no batch axis; leave "batch" out of network.input.axes and set network.batch to 1';
  }
  if (!hasBatch && fits(shape.slice(1), made)) {
    return 'it has one axis more, the batch; put "batch" in front in network.input.axes';
  }
  const nMore = shape.length - made.length - (hasBatch ? 1 : 0);
  if (nMore !== 0) {
    return `it has ${shape.length} axes, and network.input.axes names ${axes.length}${nMore > 0 ? '; "channel" stands for an axis of length 1' : ''}`;
  }
  const ofChunk = hasBatch ? shape.slice(1) : shape;
  const exchanged = [...made.slice(0, -2), ...made.slice(-2).reverse()];
  if (axes.includes('bands') && fits(ofChunk, exchanged)) {
    return 'bands and frames are exchanged; exchange "bands" and "frames" in network.input.axes';
  }
  if (isOtherOrder(ofChunk, made)) {
    return 'the axes have another order; write network.input.axes in that of the network';
  }
  const differing = axes
    .filter((axis) => axis !== 'batch')
    .filter((_, i) => !fits(ofChunk.slice(i, i + 1), made.slice(i, i + 1)));
  if (differing.includes('channel')) {
    return 'Earmark feeds one channel; export the network so that it repeats that itself';
  }
  const lengths = differing
    .filter((axis) => axis !== 'channel')
    .map((axis) => `the ${axis} (${KEYS_OF_LENGTH[axis].join(', ')})`);
  return `set ${lengths.join(' and ')} to what the network was trained with`;
}

function isOtherOrder(shape: readonly Axis[], made: readonly number[]): boolean {
  const sorted = (lengths: readonly Axis[]) => lengths.map(String).sort().join();
  return sorted(shape) === sorted(made);
}

/** What the length of an axis follows from, in a manifest. */
const KEYS_OF_LENGTH: Readonly<Record<Exclude<InputAxis, 'batch' | 'channel'>, readonly string[]>> =
  {
    samples: ['input.chunks.length'],
    bands: ['input.spectrogram.mel.nMels'],
    frames: [
      ...['input.chunks.length', 'input.spectrogram.hopLength', 'input.spectrogram.padding'],
      'input.sampleRate',
    ],
    embedding: ['input.model'],
  };

/** Whether no axis has two different lengths. */
function fits(shape: readonly Axis[], made: readonly number[]): boolean {
  return (
    shape.length === made.length &&
    shape.every((axis, i) => typeof axis !== 'number' || axis === made[i])
  );
}

function outputFindings(
  { elementType, shape }: NetworkValue,
  {
    of,
    nTags,
    hasBatch,
  }: { readonly of: string; readonly nTags: number; readonly hasBatch: boolean },
): string[] {
  const findings = typeFindings('output', elementType);
  if (!shape) return findings;
  // Each vector along the last axis is a row, which counts as a chunk. A last axis of 1 behind others is no vector.
  const isVector =
    shape.length > (hasBatch ? 1 : 0) && !(shape.length > 2 && shape.at(-1) === 1 && nTags !== 1);
  if (!isVector) {
    const last = of === SCORES.of ? nTags : 'dimensions';
    const problem = `Its output is ${written(shape)}, and ${of} is read, [${hasBatch ? 'batch, ' : ''}${last}]`;
    return [...findings, `${problem}: name another output, or export the network with such a one.`];
  }
  const nValues = shape.at(-1);
  if (of !== SCORES.of || typeof nValues !== 'number' || nValues === nTags) return findings;
  return [...findings, `Its output has ${nValues} values, and the manifest lists ${nTags} tags.`];
}

/** The first axis, unless with fewer axes it is something else. */
function batchOf(value: NetworkValue | undefined, leastRank: number): Axis | undefined {
  const shape = value?.shape ?? [];
  return shape.length >= leastRank ? shape[0] : undefined;
}

/** An export fixes the batch of the input, of the output, or of both. */
function batchFindings(
  lengths: readonly (Axis | undefined)[],
  batch: NetworkExpectation['batch'],
): string[] {
  const fixed = lengths.find((length) => typeof length === 'number' && length !== batch);
  if (fixed === undefined) return [];
  return [
    `It has a fixed batch of ${fixed}; the manifest says ${batch}: set network.batch to ${fixed}, or export the network again.`,
  ];
}

/** `[batch, 96, ?]` */
function written(shape: readonly Axis[]): string {
  return `[${shape.map((axis) => axis ?? '?').join(', ')}]`;
}
