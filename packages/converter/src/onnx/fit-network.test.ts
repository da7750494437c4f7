import { expect, test } from 'vitest';
import { smallNetwork, valueInfo, writeOnnx } from '../../../../test/support/onnx-writer.ts';
import { fitNetwork, type NetworkExpectation } from './fit-network.ts';
import { inspectNetwork } from './inspect-network.ts';

const SPECTROGRAM: NetworkExpectation = {
  input: { shape: [96, 128], elementType: 'float32', layout: 'bands-first' },
  batch: 'any',
  output: { nTags: 50 },
};

const logMel = valueInfo('log_mel', ['batch', 96, 128]);
const scores = valueInfo('scores', ['batch', 50]);

interface Case {
  readonly network: { readonly input?: readonly object[]; readonly output?: readonly object[] };
  readonly expected?: {
    readonly input?: Partial<NetworkExpectation['input']>;
    readonly batch?: NetworkExpectation['batch'];
    readonly output?: Partial<NetworkExpectation['output']>;
  };
}

function findings({ network, expected = {} }: Case): readonly string[] {
  const graph = { input: [logMel], output: [scores], ...network };
  return fitNetwork(inspectNetwork(writeOnnx(smallNetwork({ graph }))), {
    input: { ...SPECTROGRAM.input, ...expected.input },
    batch: expected.batch ?? SPECTROGRAM.batch,
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
    expected: { output: { name: 'scores' } },
  },
  {
    what: 'has the fixed batch of the manifest',
    network: { input: [valueInfo('x', [4, 96, 128])], output: [valueInfo('y', [4, 50])] },
    expected: { batch: 4 },
  },
  {
    what: 'reads one length where the front end makes any',
    network: {},
    expected: { input: { shape: [96, null] } },
  },
  {
    what: 'reads a waveform',
    network: { input: [valueInfo('waveform', ['batch', 59_049])] },
    expected: { input: { shape: [59_049], name: 'waveform' } },
  },
])('a network that $what fits', (one) => {
  expect(findings(one)).toEqual([]);
});

const DIFFERENT_BATCH =
  'It has a fixed batch of 1; the manifest says any: set batch to 1, or export the network again.';

test.each<Case & { finding: string }>([
  {
    network: { input: [valueInfo('waveform', ['batch', 96, 128])] },
    expected: { input: { name: 'melspectrogram' } },
    finding: 'The network has no input named melspectrogram; its input is waveform.',
  },
  {
    network: { output: [valueInfo('a', ['batch', 50]), valueInfo('b', ['batch', 50])] },
    expected: { output: { name: 'c' } },
    finding: 'The network has no output named c; its outputs are a, b.',
  },
  {
    network: { output: [valueInfo('a', ['batch', 50]), valueInfo('b', ['batch', 50])] },
    finding: 'The network has 2 outputs, a, b: name the one to take in the manifest.',
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
      'Its input reads [batch, 128, 96], and the front end of the manifest makes [96, 128]: bands and frames are exchanged: set layout to frames-first.',
  },
  {
    network: { input: [valueInfo('x', ['batch', 128, 96])] },
    expected: { input: { layout: 'frames-first' } },
    finding:
      'Its input reads [batch, 128, 96], and the front end of the manifest makes [96, 128]: bands and frames are exchanged: set layout to bands-first.',
  },
  {
    network: { input: [valueInfo('x', ['batch', 1, 128, 96])] },
    expected: { input: { shape: [1, 96, 128] } },
    finding:
      'Its input reads [batch, 1, 128, 96], and the front end of the manifest makes [1, 96, 128]: bands and frames are exchanged: set layout to frames-first.',
  },
  {
    network: { input: [valueInfo('x', [null, 96, 187])] },
    finding:
      'Its input reads [?, 96, 187], and the front end of the manifest makes [96, 128]: the lengths differ; set those of the manifest to what the network was trained with.',
  },
  {
    network: { input: [valueInfo('x', [96, 128])] },
    finding:
      'Its input reads [96, 128], and the front end of the manifest makes [96, 128]: it has no batch axis; export it with one in front.',
  },
  {
    network: { input: [valueInfo('x', [1, 1, 96, 128])] },
    finding:
      'Its input reads [1, 1, 96, 128], and the front end of the manifest makes [96, 128]: it has 4 axes, and a batch of what is made has 3.',
  },
  { network: { input: [valueInfo('x', [1, 96, 128])] }, finding: DIFFERENT_BATCH },
  { network: { output: [valueInfo('y', [1, 50])] }, finding: DIFFERENT_BATCH },
  {
    network: { input: [valueInfo('x', [8, 96, 128])] },
    expected: { batch: 4 },
    finding:
      'It has a fixed batch of 8; the manifest says 4: set batch to 8, or export the network again.',
  },
  {
    network: { output: [valueInfo('y', ['batch', 400])] },
    finding: 'Its output has 400 values, and the manifest lists 50 tags.',
  },
  {
    network: { output: [valueInfo('y', ['batch', 'frames', 50])] },
    finding:
      'Its output is [batch, frames, 50], and one score for each tag is read, [batch, 50]: name another output, or export the network with such a one.',
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
    'The network has 12 inputs, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, …: name the one to take in the manifest.',
    'The network needs 12 inputs, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, …, and Earmark feeds one: export it with constants in place of the others.',
    'Its output is int64, which is not supported: export the network with an output of float32.',
    'Its output has 400 values, and the manifest lists 50 tags.',
    DIFFERENT_BATCH,
  ]);
});
