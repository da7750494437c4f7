import type { Axis, NetworkInspection, NetworkValue } from './inspection/network-inspection.ts';

/** What a manifest says of the network that it comes with. */
export interface NetworkExpectation {
  readonly input: {
    /** May be left out where the network has one input. */
    readonly name?: string;
    /** What the front end makes of a chunk; null for a length that varies. In the network a batch axis is in front. */
    readonly shape: readonly (number | null)[];
    readonly elementType: 'float32';
    /** Of a spectrogram: the order of the last two axes. */
    readonly layout?: 'bands-first' | 'frames-first';
  };
  /** How many chunks the network takes at a time. */
  readonly batch: 'any' | number;
  readonly output: {
    /** May be left out where the network has one output. */
    readonly name?: string;
    readonly nTags: number;
  };
}

/**
 * Where a network is not what its manifest says, in whole sentences with what to change; none when it fits as far as the
 * file says. An axis whose length the file leaves open fits every length.
 */
export function fitNetwork(
  { inputs, outputs }: NetworkInspection,
  expectation: NetworkExpectation,
): readonly string[] {
  const input = choose(inputs, expectation.input.name);
  const output = choose(outputs, expectation.output.name);
  return [
    input ? inputFindings(input, expectation.input) : missing('input', inputs, expectation.input),
    inputs.length > 1 ? [onlyOneIsFed(inputs)] : [],
    output
      ? outputFindings(output, expectation.output)
      : missing('output', outputs, expectation.output),
    batchFindings(
      [batchOf(input, 1 + expectation.input.shape.length), batchOf(output, 2)],
      expectation.batch,
    ),
  ].flat();
}

/** The value of this name, or the only one. */
function choose(
  values: readonly NetworkValue[],
  name: string | undefined,
): NetworkValue | undefined {
  if (name !== undefined) return values.find((value) => value.name === name);
  return values.length === 1 ? values[0] : undefined;
}

type Kind = 'input' | 'output';

function missing(
  kind: Kind,
  values: readonly NetworkValue[],
  { name }: { name?: string },
): string[] {
  if (values.length === 0) return [`The network has no ${kind}.`];
  const names = namesOf(values);
  if (name === undefined) {
    return [
      `The network has ${values.length} ${kind}s, ${names}: name the one to take in the manifest.`,
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
  { shape: made, layout }: NetworkExpectation['input'],
): string[] {
  const findings = typeFindings('input', elementType);
  const [, ...chunk] = shape ?? [];
  if (!shape || fits(chunk, made)) return findings;
  const reads = `Its input reads ${written(shape)}, and the front end of the manifest makes ${written(made)}`;
  return [...findings, `${reads}: ${difference(shape, made, layout)}.`];
}

function typeFindings(kind: Kind, elementType: string | undefined): string[] {
  if (elementType === undefined || elementType === 'float32') return [];
  const problem = `Its ${kind} is ${elementType}, which is not supported`;
  return [`${problem}: export the network with an ${kind} of float32.`];
}

function difference(
  shape: readonly Axis[],
  made: readonly (number | null)[],
  layout: NetworkExpectation['input']['layout'],
): string {
  if (fits(shape, made)) return 'it has no batch axis; export it with one in front';
  if (shape.length !== made.length + 1) {
    return `it has ${shape.length} axes, and a batch of what is made has ${made.length + 1}`;
  }
  const exchanged = [...made.slice(0, -2), ...made.slice(-2).reverse()];
  if (layout && fits(shape.slice(1), exchanged)) {
    return `bands and frames are exchanged: set layout to ${OTHER_LAYOUT[layout]}`;
  }
  return 'the lengths differ; set those of the manifest to what the network was trained with';
}

const OTHER_LAYOUT = { 'bands-first': 'frames-first', 'frames-first': 'bands-first' } as const;

/** Whether no axis has two different lengths. */
function fits(shape: readonly Axis[], made: readonly (number | null)[]): boolean {
  return (
    shape.length === made.length &&
    shape.every((axis, i) => typeof axis !== 'number' || made[i] === null || axis === made[i])
  );
}

function outputFindings(
  { elementType, shape }: NetworkValue,
  { nTags }: NetworkExpectation['output'],
): string[] {
  const findings = typeFindings('output', elementType);
  if (!shape) return findings;
  if (shape.length !== 2) {
    const problem = `Its output is ${written(shape)}, and one score for each tag is read, [batch, ${nTags}]`;
    return [...findings, `${problem}: name another output, or export the network with such a one.`];
  }
  const nValues = shape[1];
  if (typeof nValues !== 'number' || nValues === nTags) return findings;
  return [...findings, `Its output has ${nValues} values, and the manifest lists ${nTags} tags.`];
}

/** The first axis, unless with another number of axes it is something else. */
function batchOf(value: NetworkValue | undefined, rank: number): Axis | undefined {
  return value?.shape?.length === rank ? value.shape[0] : undefined;
}

/** An export fixes the batch of the input, of the output, or of both. */
function batchFindings(
  lengths: readonly (Axis | undefined)[],
  batch: NetworkExpectation['batch'],
): string[] {
  const fixed = lengths.find((length) => typeof length === 'number' && length !== batch);
  if (fixed === undefined) return [];
  return [
    `It has a fixed batch of ${fixed}; the manifest says ${batch}: set batch to ${fixed}, or export the network again.`,
  ];
}

/** `[batch, 96, ?]` */
function written(shape: readonly Axis[]): string {
  return `[${shape.map((axis) => axis ?? '?').join(', ')}]`;
}
