import { dense, floats, integers, operation, type Piece } from '../hand-network.ts';
import { LAYER, rightNetwork } from '../right-model.ts';
import { both, type Mistake } from './mistake.ts';

/** What the network reads and gives is taken for something else. */
export const TENSOR_MISTAKES: readonly Mistake[] = [
  {
    mistake: 'bands and frames are exchanged',
    manifest: { 'network.input.axes': ['batch', 'frames', 'bands'] },
    ...both({ refused: /bands and frames are exchanged; exchange "bands" and "frames"/ }),
  },
  {
    mistake: 'the channel axis is missing',
    network: () => rightNetwork({ hasChannel: true }),
    ...both({ refused: /has 4 axes, and network\.input\.axes names 3; "channel" stands for/ }),
  },
  {
    mistake: 'the batch axis is missing',
    manifest: { 'network.input.axes': ['bands', 'frames'], 'network.batch': 1 },
    ...both({ refused: /it has one axis more, the batch; put "batch" in front/ }),
  },
  {
    mistake: 'the axes are those of a waveform',
    manifest: { 'network.input.axes': ['batch', 'samples'] },
    ...both({ refused: /must have "bands" and "frames" for an input/, code: 'USAGE_INVALID' }),
  },
  {
    mistake: 'a wrong name of the input',
    manifest: { 'network.input.name': 'melspectrogram' },
    ...both({ refused: /has no input named melspectrogram; its input is mel/ }),
  },
  {
    mistake: 'a wrong name of the output',
    manifest: { 'network.output.scores': 'activations' },
    ...both({ refused: /has no output named activations; its output is scores/ }),
  },
  {
    mistake: 'a wrong name of the embedding',
    manifest: { 'network.output': { scores: 'scores', embedding: 'embeddings' } },
    ...both({ refused: /has no output named embeddings; its output is scores/ }),
  },
  {
    mistake: 'a network with several inputs',
    network: () => rightNetwork({ inputs: { length: ['batch'] } }),
    ...both({ refused: /needs 2 inputs, mel, length, and Earmark feeds one/ }),
  },
  {
    mistake: 'a fixed batch declared any',
    network: () => rightNetwork({ batch: 4 }),
    ...both({ refused: /fixed batch of 4; the manifest says any: set network\.batch to 4/ }),
  },
  {
    mistake: 'another fixed batch',
    manifest: { 'network.batch': 2 },
    network: () => rightNetwork({ batch: 4 }),
    ...both({ refused: /fixed batch of 4; the manifest says 2: set network\.batch to 4/ }),
  },
  {
    mistake: 'a batch that is fixed inside the network',
    network: () => rightNetwork({ middle: [...oneChunk(), ...dense('one', 'logits', LAYER)] }),
    ...both({ refused: /or none, when another one is in the same batch: set network\.batch to 1/ }),
  },
  {
    mistake: 'a network that mixes the chunks of a batch',
    isVariant: true,
    network: () => rightNetwork({ middle: mixing() }),
    ...both({ refused: /when another one is in the same batch: set network\.batch to 1/ }),
  },
  {
    mistake: 'a network that mixes the chunks of a fixed batch',
    manifest: { 'network.batch': 4 },
    network: () => rightNetwork({ batch: 4, middle: mixing() }),
    ...both({ refused: /when another one is in the same batch: export it with a batch of 1/ }),
  },
  {
    mistake: 'a network that reads the first chunk of a batch alone',
    isVariant: true,
    network: () => rightNetwork({ middle: firstOfBatch() }),
    ...both({ refused: /when another one is in the same batch: set network\.batch to 1/ }),
  },
];

/** As an export of one chunk leaves it. */
function oneChunk(): readonly Piece[] {
  return [integers('one_shape', [1, 24]), operation('Reshape', ['means', 'one_shape'], 'one')];
}

/** Subtracts the mean of all chunks. */
function mixing(): readonly Piece[] {
  return [
    integers('batch_axis', [0]),
    operation('ReduceMean', ['means', 'batch_axis'], 'mean_of_batch'),
    operation('Sub', ['means', 'mean_of_batch'], 'differences'),
    ...dense('differences', 'logits', LAYER),
  ];
}

/** Gives the scores of the first chunk for all of them. */
function firstOfBatch(): readonly Piece[] {
  return [
    integers('from', [0]),
    integers('to', [1]),
    operation('Slice', ['means', 'from', 'to', 'from'], 'first'),
    floats('zero', [], [0]),
    operation('Mul', ['means', 'zero'], 'zeros'),
    operation('Add', ['first', 'zeros'], 'first_of_all'),
    ...dense('first_of_all', 'logits', LAYER),
  ];
}
