import { expect, test } from 'vitest';
import { smallNetwork, valueInfo, writeOnnx } from '../../../../test/support/onnx-writer.ts';
import { fitNetwork, type NetworkExpectation } from './fit-network.ts';
import { inspectNetwork } from './inspect-network.ts';

const SPECTROGRAM: NetworkExpectation = {
  input: { name: null, axes: ['batch', 'bands', 'frames'] },
  output: { scores: null, embedding: null },
  batch: 'any',
  shape: [96, 128],
  nTags: 50,
};

const logMel = valueInfo('log_mel', ['batch', 96, 128]);
const scores = valueInfo('scores', ['batch', 50]);

interface Case {
  readonly network: { readonly input?: readonly object[]; readonly output?: readonly object[] };
  readonly expected?: Partial<Omit<NetworkExpectation, 'input' | 'output'>> & {
    readonly input?: Partial<NetworkExpectation['input']>;
    readonly output?: Partial<NetworkExpectation['output']>;
  };
}

function findings({ network, expected = {} }: Case): readonly string[] {
  const graph = { input: [logMel], output: [scores], ...network };
  return fitNetwork(inspectNetwork(writeOnnx(smallNetwork({ graph }))), {
    ...SPECTROGRAM,
    ...expected,
    input: { ...SPECTROGRAM.input, ...expected.input },
    output: { ...SPECTROGRAM.output, ...expected.output },
  });
}

test.each<Case & { what: string }>([
  { what: 'is as the manifest says', network: {} },
  { what: 'has open lengths', network: { input: [valueInfo('x', [null, 'bands', null])] } },
  { what: 'has no shapes', network: { input: [{ name: 'x' }], output: [{ name: 'y' }] } },
  {
    what: 'has the named output among others',
    network: { output: [valueInfo('embedding', ['batch', 200]), scores] },
    expected: { output: { scores: 'scores' } },
  },
  {
    what: 'has the fixed batch of the manifest',
    network: { input: [valueInfo('x', [4, 96, 128])], output: [valueInfo('y', [4, 50])] },
    expected: { batch: 4 },
  },
  {
    what: 'has an embedding beside the scores',
    network: { output: [valueInfo('embedding', ['batch', 200]), scores] },
    expected: { output: { scores: 'scores', embedding: 'embedding' } },
  },
  {
    what: 'has an embedding alone',
    network: { output: [valueInfo('embedding', ['batch', 200])] },
    expected: { output: { embedding: 'embedding' }, nTags: 0 },
  },
  {
    what: 'gives scores for parts of a chunk',
    network: { output: [valueInfo('y', ['batch', 'frames', 50])] },
  },
  {
    what: 'reads a waveform',
    network: { input: [valueInfo('waveform', ['batch', 59_049])] },
    expected: { shape: [59_049], input: { name: 'waveform', axes: ['batch', 'samples'] } },
  },
  {
    what: 'reads a waveform without a batch axis, and gives some rows',
    network: {
      input: [valueInfo('waveform', ['samples'])],
      output: [valueInfo('y', ['rows', 50])],
    },
    expected: { shape: [15_600], input: { axes: ['samples'] }, batch: 1 },
  },
  {
    what: 'gives a vector for a chunk without a batch axis',
    network: { input: [valueInfo('x', [96, 128])], output: [valueInfo('y', [50])] },
    expected: { input: { axes: ['bands', 'frames'] }, batch: 1 },
  },
])('a network that $what fits', (one) => {
  expect(findings(one)).toEqual([]);
});

const DIFFERENT_BATCH =
  'It has a fixed batch of 1; the manifest says any: set network.batch to 1, or export the network again.';

test.each<Case & { finding: string }>([
  {
    network: { input: [valueInfo('waveform', ['batch', 96, 128])] },
    expected: { input: { name: 'melspectrogram' } },
    finding: 'The network has no input named melspectrogram; its input is waveform.',
  },
  {
    network: { output: [valueInfo('a', ['batch', 50]), valueInfo('b', ['batch', 50])] },
    expected: { output: { scores: 'c' } },
    finding: 'The network has no output named c; its outputs are a, b.',
  },
  {
    network: { output: [valueInfo('a', ['batch', 50]), valueInfo('b', ['batch', 50])] },
    finding: 'The network has 2 outputs, a, b: name the one to take in network.output.scores.',
  },
  { network: { input: [] }, finding: 'The network has no input.' },
  {
    network: { input: [logMel, valueInfo('sr', [], 7)] },
    expected: { input: { name: 'log_mel' } },
    finding:
      'The network needs 2 inputs, log_mel, sr, and Earmark feeds one: export it with constants in place of the others.',
  },
  {
    network: { input: [valueInfo('x', ['batch', 128, 96])] },
    finding:
      'Its input reads [batch, 128, 96], and the manifest makes [batch, 96, 128] of a chunk: bands and frames are exchanged; exchange "bands" and "frames" in network.input.axes.',
  },
  {
    network: { input: [valueInfo('x', ['batch', 1, 128, 96])] },
    expected: { shape: [1, 96, 128], input: { axes: ['batch', 'channel', 'bands', 'frames'] } },
    finding:
      'Its input reads [batch, 1, 128, 96], and the manifest makes [batch, 1, 96, 128] of a chunk: bands and frames are exchanged; exchange "bands" and "frames" in network.input.axes.',
  },
  {
    network: { input: [valueInfo('x', [null, 96, 187])] },
    finding:
      'Its input reads [?, 96, 187], and the manifest makes [batch, 96, 128] of a chunk: set the frames (input.chunks.length, input.spectrogram.hopLength, input.spectrogram.padding, input.sampleRate) to what the network was trained with.',
  },
  {
    network: { input: [valueInfo('x', ['batch', 1, 96, 256])] },
    expected: { shape: [1, 128, 64], input: { axes: ['batch', 'channel', 'frames', 'bands'] } },
    finding:
      'Its input reads [batch, 1, 96, 256], and the manifest makes [batch, 1, 128, 64] of a chunk: set the frames (input.chunks.length, input.spectrogram.hopLength, input.spectrogram.padding, input.sampleRate) and the bands (input.spectrogram.mel.nMels) to what the network was trained with.',
  },
  {
    network: { input: [valueInfo('x', ['batch', 96, 128, 1])] },
    expected: { shape: [1, 96, 128], input: { axes: ['batch', 'channel', 'bands', 'frames'] } },
    finding:
      'Its input reads [batch, 96, 128, 1], and the manifest makes [batch, 1, 96, 128] of a chunk: the axes have another order; write network.input.axes in that of the network.',
  },
  {
    network: { input: [valueInfo('x', ['batch', 3, 96, 128])] },
    expected: { shape: [1, 96, 128], input: { axes: ['batch', 'channel', 'bands', 'frames'] } },
    finding:
      'Its input reads [batch, 3, 96, 128], and the manifest makes [batch, 1, 96, 128] of a chunk: Earmark feeds one channel; export the network so that it repeats that itself.',
  },
  {
    network: { input: [valueInfo('x', [96, 128])], output: [valueInfo('y', [50])] },
    finding:
      'Its input reads [96, 128], and the manifest makes [batch, 96, 128] of a chunk: it has no batch axis; leave "batch" out of network.input.axes and set network.batch to 1.',
  },
  {
    network: { input: [valueInfo('x', ['batch', 96, 128])] },
    expected: { input: { axes: ['bands', 'frames'] }, batch: 1 },
    finding:
      'Its input reads [batch, 96, 128], and the manifest makes [96, 128] of a chunk: it has one axis more, the batch; put "batch" in front in network.input.axes.',
  },
  {
    network: { input: [valueInfo('x', [null, 1, 96, 128])] },
    finding:
      'Its input reads [?, 1, 96, 128], and the manifest makes [batch, 96, 128] of a chunk: it has 4 axes, and network.input.axes names 3; "channel" stands for an axis of length 1.',
  },
  {
    network: { output: [valueInfo('embedding', ['batch', 1280, 1, 1]), scores] },
    expected: { output: { scores: 'scores', embedding: 'embedding' } },
    finding:
      'Its output is [batch, 1280, 1, 1], and one embedding is read, [batch, dimensions]: name another output, or export the network with such a one.',
  },
  { network: { input: [valueInfo('x', [1, 96, 128])] }, finding: DIFFERENT_BATCH },
  { network: { output: [valueInfo('y', [1, 50])] }, finding: DIFFERENT_BATCH },
  {
    network: { input: [valueInfo('x', [8, 96, 128])] },
    expected: { batch: 4 },
    finding:
      'It has a fixed batch of 8; the manifest says 4: set network.batch to 8, or export the network again.',
  },
  {
    network: { output: [valueInfo('y', ['batch', 400])] },
    finding: 'Its output has 400 values, and the manifest lists 50 tags.',
  },
  {
    network: { output: [valueInfo('y', [50])] },
    finding:
      'Its output is [50], and one score for each tag is read, [batch, 50]: name another output, or export the network with such a one.',
  },
  {
    network: { output: [valueInfo('y', ['batch', 50, 'frames', 1])] },
    finding:
      'Its output is [batch, 50, frames, 1], and one score for each tag is read, [batch, 50]: name another output, or export the network with such a one.',
  },
  {
    network: { output: [valueInfo('y', ['batch', 50, 94])] },
    finding: 'Its output has 94 values, and the manifest lists 50 tags.',
  },
  {
    network: { input: [valueInfo('x', ['batch', 96, 128], 10)] },
    finding:
      'Its input is float16, which is not supported: export the network with an input of float32.',
  },
  {
    network: { output: [valueInfo('y', ['batch', 50], 11)] },
    finding:
      'Its output is float64, which is not supported: export the network with an output of float32.',
  },
  {
    network: { output: [{ name: 'y', type: { sequenceType: {} } }] },
    finding:
      'Its output is sequence, which is not supported: export the network with an output of float32.',
  },
])('$finding', ({ finding, ...one }) => {
  expect(findings(one)).toEqual([finding]);
});

test('everything that does not fit is said at once, and of many names the first ten', () => {
  const input = Array.from({ length: 12 }, (_, i) => valueInfo(`x${i}`, [1]));
  const output = [valueInfo('y', [1, 400], 7)];
  expect(findings({ network: { input, output } })).toEqual([
    'The network has 12 inputs, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, …: name the one to take in network.input.name.',
    'The network needs 12 inputs, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, …, and Earmark feeds one: export it with constants in place of the others.',
    'Its output is int64, which is not supported: export the network with an output of float32.',
    'Its output has 400 values, and the manifest lists 50 tags.',
    DIFFERENT_BATCH,
  ]);
});
