/** Networks that were cut or altered on their way: inspected or refused, never anything else. */
import { expect, test } from 'vitest';
import { damages, wholeNumbers } from '../../../../test/support/damage.ts';
import {
  onesTensor,
  smallNetwork,
  valueInfo,
  writeOnnx,
} from '../../../../test/support/onnx-writer.ts';
import { networkRefusal } from '../../../../test/support/refusal.ts';

const external = { name: 'far', dims: [2], dataType: 1, dataLocation: 1 };

/** Some 400 bytes with a field of each kind that is read. */
const NETWORK = smallNetwork({
  producerName: 'pytorch',
  metadataProps: [{ key: 'classes', value: 'rock pop' }],
  functions: [{ name: 'F', domain: 'ours', node: [{ opType: 'Add' }] }],
  graph: {
    node: [
      { opType: 'F', domain: 'ours' },
      { opType: 'Constant', attribute: [{ t: { dataType: 7, int64Data: [300] } }] },
      { opType: 'If', attribute: [{ g: { node: [{ opType: 'Relu' }] } }] },
    ],
    initializer: [
      onesTensor('weight', [4, 3]),
      { name: 'bias', dims: [3], dataType: 1, floatData: [1, 2, 3] },
      { ...external, externalData: [{ key: 'location', value: 'weights.bin' }] },
    ],
    input: [valueInfo('waveform', ['batch', 59_049])],
    output: [valueInfo('scores', [null, 50]), { name: 'other', type: { sequenceType: {} } }],
  },
});

const FILES = [{ packed: false }, { packed: true }].map((options) => writeOnnx(NETWORK, options));
const N_SEEDS = 1_000;

test('the network is inspected as it is', () => {
  expect(FILES.map(networkRefusal)).toEqual([undefined, undefined]);
});

test.each(damages({ frontBytes: 300 }))('$damage, it is inspected or refused', ({ apply }) => {
  const random = wholeNumbers(1);
  const refusals = FILES.flatMap((file) =>
    Array.from({ length: N_SEEDS }, () => networkRefusal(apply(file, random))),
  );
  expect(refusals.filter((refusal) => refusal !== undefined).length).toBeGreaterThan(N_SEEDS / 10);
});

// The functions come last, and a node needs one.
test('cut after any byte, it is refused', () => {
  for (const file of FILES) {
    for (let length = 0; length < file.length; length++) {
      expect(networkRefusal(file.subarray(0, length))).toBeDefined();
    }
  }
});

test('any bytes at all are refused', () => {
  const random = wholeNumbers(2);
  for (let i = 0; i < N_SEEDS; i++) {
    const file = Uint8Array.from({ length: 1 + random(300) }, () => random(256));
    expect(networkRefusal(file)).toBeDefined();
  }
});
