/** Files that claim to hold far more than they do. */
import { expect, test } from 'vitest';
import { allocatedBytes } from '../../../../test/support/allocated-bytes.ts';
import { editCheckpoint } from '../../../../test/support/edit-checkpoint.ts';
import {
  legacyCheckpoint,
  pickle,
  pickledTensor,
  type PickledView,
} from '../../../../test/support/legacy-checkpoint.ts';
import { refusalOf } from '../../../../test/support/refusal.ts';
import { tinyCheckpoint } from '../../../../test/support/tiny-models.ts';
import { zipCheckpoint } from '../../../../test/support/zip-checkpoint.ts';

const HUGE = 2 ** 31 - 1;
const STORAGES = { all: [0, 1, 2, 3, 4, 5] };
const six: PickledView = { storage: 'all', nElements: 6, shape: [6], strides: [1] };

const CLAIMS: readonly { readonly what: string; readonly view: Partial<PickledView> }[] = [
  { what: 'a storage of 8 GB', view: { nElements: HUGE } },
  { what: 'a storage and a tensor of 8 GB', view: { nElements: HUGE, shape: [HUGE] } },
  { what: 'one element, two billion times', view: { shape: [HUGE], strides: [0] } },
  { what: 'a shape of 2^32', view: { shape: [65_536, 65_536], strides: [0, 0] } },
  { what: 'a shape of 2^64', view: { shape: [HUGE, HUGE, 4], strides: [0, 0, 0] } },
  {
    what: 'a shape of 2^248',
    view: { shape: Array<number>(8).fill(HUGE), strides: Array<number>(8).fill(0) },
  },
  {
    what: 'a shape of 2^64 and nothing',
    view: { shape: [HUGE, HUGE, 4, 0], strides: [1, 1, 1, 1] },
  },
  { what: 'strides of 2^62', view: { shape: [2, HUGE], strides: [HUGE, HUGE] } },
  { what: 'an offset of 2^31', view: { offset: HUGE, shape: [1] } },
];

const TENSORS = CLAIMS.flatMap(({ what, view }) => {
  const stateDict = pickle.dict({ x: pickledTensor({ ...six, ...view }) });
  return [
    { what: `${what} (old container)`, file: legacyCheckpoint(stateDict, STORAGES) },
    { what: `${what} (zip container)`, file: zipCheckpoint(pickle.of(stateDict), STORAGES) },
  ];
});

const whole = legacyCheckpoint(pickle.dict({ x: pickledTensor(six) }), STORAGES);

const COUNTS = [7n, 2n ** 31n, 2n ** 53n, 2n ** 61n, 2n ** 64n - 1n].map((count) => {
  const file = Buffer.from(whole);
  file.writeBigUInt64LE(count, file.length - 32);
  return { what: `a storage that says ${count} elements`, file };
});

const TEXTS = [255, 2 ** 31, 2 ** 32 - 1].map((length) => {
  const text = Buffer.from([0x58, 0, 0, 0, 0]);
  text.writeUInt32LE(length, 1);
  return { what: `text of ${length} bytes`, file: legacyCheckpoint(text, STORAGES) };
});

test.each([...TENSORS, ...COUNTS, ...TEXTS])('$what takes no memory to refuse', ({ file }) => {
  expect(file.length).toBeLessThan(1_000);
  let refusal = '';
  const nBytes = allocatedBytes(() => {
    refusal = refusalOf(file);
  });
  expect(refusal).not.toBe('');
  // What the reader itself compiles to; the least that is claimed here and would be felt is 255.
  expect(nBytes).toBeLessThan(4e6);
});

test('a pickle of 30 MB takes no more memory than its first 200,000 steps', () => {
  const file = legacyCheckpoint(Buffer.alloc(30_000_000, '}'), STORAGES);
  let refusal = '';
  const nBytes = allocatedBytes(() => {
    refusal = refusalOf(file);
  });
  expect(refusal).toContain('takes more than 200000 steps');
  expect(nBytes).toBeLessThan(150e6);
});

// Each is inside its storage, and the storage is in the file; a layer that copied them all would
// need 400 MB for a file of 1.
test('one storage under a thousand names is refused', () => {
  const elements = new Float32Array(100_000);
  const view = { storage: 'all', nElements: elements.length, shape: [100_000], strides: [1] };
  const names = Array.from({ length: 1_000 }, (_, i) => [`x${i}`, pickledTensor(view)] as const);
  const file = legacyCheckpoint(pickle.dict(Object.fromEntries(names)), { all: elements });
  expect(refusalOf(file)).toContain('The tensors together are larger than the file');
});

// 30,000 rows for 15 gates: spread over the layer's inputs they would be 2 MB here, and terabytes
// for a larger file.
test('a recurrent layer of more rows than gates is refused', () => {
  const file = editCheckpoint(tinyCheckpoint('crnn'), (name, tensor) =>
    name === 'layer5.weight_hh_l0'
      ? { shape: [30_000, 1], data: new Float32Array(30_000) }
      : tensor,
  );
  expect(refusalOf(file, 'crnn')).toContain('"layer5.weight_hh_l0" has shape [30000, 1]');
});
