import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  legacyCheckpoint,
  pickle,
  pickledTensor,
  type PickledView,
} from '../../../../test/support/legacy-checkpoint.ts';
import { readCheckpoint } from './read-checkpoint.ts';

const fixture = (path: string) =>
  readFileSync(new URL(`../../../../test/fixtures/${path}.pth`, import.meta.url));

// Counted and summed by PyTorch itself; integer counters are left out.
test.each([
  { path: 'tiny/crnn', container: 'old', nTensors: 40, key: 'layer5.weight_ih_l0', shape: [15, 6] },
  {
    path: 'tiny/fcn',
    container: 'old',
    nTensors: 38,
    key: 'layer1.conv.weight',
    shape: [4, 1, 3, 3],
  },
  { path: 'tiny/musicnn', container: 'zip', nTensors: 62, key: 'dense1.weight', shape: [7, 48] },
  { path: 'starter/best_model', container: 'zip', nTensors: 56, key: 'dense2.bias', shape: [50] },
])('$path, $container container, holds $nTensors tensors', ({ path, nTensors, key, shape }) => {
  const tensors = readCheckpoint(fixture(path));
  expect(tensors.size).toBe(nTensors);
  expect(tensors.get(key)?.shape).toEqual(shape);
  const window = tensors.get('spec.spectrogram.window')?.data ?? [];
  expect(window).toHaveLength(512);
  expect(window[0]).toBe(0);
  expect(window[256]).toBe(1);
});

test.each<{ view: string; values: number[] } & Pick<PickledView, 'offset' | 'shape' | 'strides'>>([
  { view: 'the whole storage', shape: [2, 3], strides: [3, 1], values: [0, 1, 2, 3, 4, 5] },
  { view: 'the end of it', offset: 4, shape: [2], strides: [1], values: [4, 5] },
  { view: 'it transposed', shape: [3, 2], strides: [1, 3], values: [0, 3, 1, 4, 2, 5] },
  { view: 'every other element', offset: 1, shape: [3], strides: [2], values: [1, 3, 5] },
  { view: 'an axis of one', shape: [1, 6], strides: [99, 1], values: [0, 1, 2, 3, 4, 5] },
  { view: 'one element', offset: 3, shape: [], strides: [], values: [3] },
  { view: 'nothing', shape: [0, 4], strides: [4, 1], values: [] },
])('tensors that share a storage: $view', ({ values, ...view }) => {
  const shared = { storage: 'all', nElements: 6 };
  const stateDict = pickle.dict({
    other: pickledTensor({ ...shared, shape: [6], strides: [1] }),
    view: pickledTensor({ ...shared, ...view }),
  });
  const tensor = readCheckpoint(legacyCheckpoint(stateDict, { all: [0, 1, 2, 3, 4, 5] })).get(
    'view',
  );
  expect(tensor?.shape).toEqual(view.shape);
  expect([...(tensor?.data ?? [])]).toEqual(values);
});

const six: PickledView = { storage: 'all', nElements: 6, shape: [6], strides: [1] };

test.each([
  {
    what: 'a call of the system',
    entry: pickle.reduce(pickle.global('os', 'system'), pickle.tuple(pickle.text('true'))),
    says: 'asks for "os.system"',
  },
  {
    what: 'a name that JavaScript objects have',
    entry: pickle.global('constructor', 'constructor'),
    says: 'asks for "constructor.constructor"',
  },
  { what: 'a number among the tensors', entry: pickle.int(7), says: 'Entry "x" is not a tensor' },
  {
    what: 'a tensor beyond its storage',
    entry: pickledTensor({ ...six, offset: 1 }),
    says: 'of shape [6] does not fit into storage "all" of 6 elements',
  },
  {
    what: 'a tensor that repeats one element a billion times',
    entry: pickledTensor({ ...six, shape: [1_000_000_000], strides: [0] }),
    says: 'does not fit',
  },
  {
    what: 'a shape that overflows',
    entry: pickledTensor({
      ...six,
      shape: Array<number>(8).fill(2 ** 31 - 1),
      strides: Array<number>(8).fill(0),
    }),
    says: 'does not fit',
  },
  {
    what: 'a negative length',
    entry: pickledTensor({ ...six, shape: [-1] }),
    says: 'described by something else',
  },
  {
    what: 'a storage smaller than said',
    entry: pickledTensor({ ...six, nElements: 7, shape: [7] }),
    says: '6 elements where its tensors say 7',
  },
  {
    what: 'a storage that is not there',
    entry: pickledTensor({ ...six, storage: 'none' }),
    says: 'names a storage that no tensor uses',
  },
])('$what is refused', ({ entry, says }) => {
  const bytes = legacyCheckpoint(pickle.dict({ x: entry }), { all: [0, 1, 2, 3, 4, 5] });
  expect(() => readCheckpoint(bytes)).toThrow(
    expect.objectContaining({ code: 'CHECKPOINT_INVALID' }),
  );
  expect(() => readCheckpoint(bytes)).toThrow(says);
});

test('strided tensors that together are larger than the file are refused', () => {
  const stored = Array.from({ length: 10_000 }, (_, i) => i);
  const view = { storage: 'all', nElements: 10_000, shape: [100, 100], strides: [1, 100] };
  const stateDict = pickle.dict({ a: pickledTensor(view), b: pickledTensor(view) });
  expect(() => readCheckpoint(legacyCheckpoint(stateDict, { all: stored }))).toThrow(
    'larger than the file',
  );
});

test.each([
  { what: 'an empty file', bytes: new Uint8Array() },
  { what: 'a web page', bytes: Buffer.from('<!doctype html><title>Not found</title>') },
  { what: 'a Git LFS pointer', bytes: Buffer.from('version https://git-lfs.github.com/spec/v1\n') },
])('$what is no checkpoint', ({ bytes }) => {
  expect(() => readCheckpoint(bytes)).toThrow('neither like an old nor like a new');
});
