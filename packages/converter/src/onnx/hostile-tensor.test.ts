/** Tensors that claim more than they hold, or lie elsewhere than beside the network. */
import { expect, test } from 'vitest';
import { allocatedBytes } from '../../../../test/support/allocated-bytes.ts';
import { smallNetwork, writeOnnx } from '../../../../test/support/onnx-writer.ts';
import { networkRefusal } from '../../../../test/support/refusal.ts';

const withGraph = (graph: object) => writeOnnx(smallNetwork({ graph }));

const HUGE = 2 ** 40;
const float32 = { name: 'w', dataType: 1 };
const raw = (nBytes: number) => ({ rawData: Buffer.alloc(nBytes) });

test.each([
  {
    what: 'a tensor of 4 TB and no data',
    tensor: { ...float32, dims: [HUGE] },
    message: `The tensor "w", [${HUGE}] of float32, should have ${HUGE} values in the file and has 0`,
  },
  {
    what: 'a product beyond 2^64',
    tensor: { ...float32, dims: Array<number>(8).fill(2 ** 31), ...raw(4) },
    message: 'more than any file holds',
  },
  {
    what: 'a product of 2^64, which is 0 in 64 bits',
    tensor: { ...float32, dims: [2 ** 32, 2 ** 32] },
    message: 'more than any file holds',
  },
  {
    what: 'a product of 2^30 + 1, which is 4 bytes in 32 bits',
    tensor: { ...float32, dims: [2 ** 30 + 1], ...raw(4) },
    message: 'should have 4294967300 bytes and has 4',
  },
  {
    what: 'lengths that an empty axis hides',
    tensor: { ...float32, dims: [HUGE, HUGE, 0] },
    message: 'more than any file holds',
  },
  {
    what: 'a negative length',
    tensor: { ...float32, dims: [-4], ...raw(16) },
    message: 'The tensor "w" has an axis of length -4',
  },
  {
    what: 'two negative lengths',
    tensor: { ...float32, dims: [-2, -2], ...raw(16) },
    message: 'The tensor "w" has an axis of length -2',
  },
  {
    what: 'nine axes',
    tensor: { ...float32, dims: Array<number>(9).fill(1), ...raw(4) },
    message: 'A tensor of the network has more than 8 axes',
  },
  {
    what: 'too few bytes',
    tensor: { ...float32, dims: [2, 2], ...raw(15) },
    message: 'The tensor "w", [2, 2] of float32, should have 16 bytes and has 15',
  },
  {
    what: 'too many bytes',
    tensor: { ...float32, dims: [2, 2], ...raw(17) },
    message: 'should have 16 bytes and has 17',
  },
  {
    what: 'too few values',
    tensor: { ...float32, dims: [3], floatData: [1, 2] },
    message: 'should have 3 values in the file and has 2',
  },
  {
    what: 'values in the list of another type',
    tensor: { ...float32, dims: [2], int64Data: [1, 2] },
    message: 'should have 2 values in the file and has 0',
  },
  {
    what: 'bytes and values',
    tensor: { ...float32, dims: [1], floatData: [1], ...raw(4) },
    message: 'is stored twice',
  },
  {
    what: 'texts as bytes',
    tensor: { name: 'w', dataType: 8, dims: [4], ...raw(4) },
    message: 'should have 0 bytes and has 4',
  },
  {
    what: 'no type',
    tensor: { name: 'w', dims: [1], ...raw(4) },
    message: 'the element type 0, which is none of ONNX',
  },
])('a tensor with $what is refused', ({ tensor, message: expected }) => {
  const file = withGraph({ initializer: [tensor] });
  const inConstant = withGraph({ node: [{ opType: 'Constant', attribute: [{ t: tensor }] }] });
  let refusals: readonly unknown[] = [];
  const nBytes = allocatedBytes(() => {
    refusals = [networkRefusal(file), networkRefusal(inConstant)];
  });
  for (const refusal of refusals) expect(refusal).toContain(expected);
  // What the reader itself compiles to, as for checkpoints; the least that is claimed here and would be felt is 4 GB.
  expect(nBytes).toBeLessThan(4e6);
});

test.each([
  '',
  '.',
  '..',
  '../weights.bin',
  'folder/weights.bin',
  '/etc/passwd',
  '\\\\server\\share',
  'C:weights.bin',
  'weights.bin:stream',
  '..\\weights.bin',
  '*/_ORT_MEM_ADDR_/*',
  '.. ',
  'weights.bin.',
  '.hidden',
  'x'.repeat(300),
])('weights in the file %j are refused', (location) => {
  const refusal = networkRefusal(withExternal({ location }));
  expect(refusal).toContain('which is no plain name of a file in the folder of the network');
});

test.each([
  { entries: { location: 'w.bin', offset: '-1' }, message: 'has the number "-1"' },
  { entries: { location: 'w.bin', offset: '1e3' }, message: 'has the number "1e3"' },
  { entries: { location: 'w.bin', offset: '9'.repeat(20) }, message: 'has the number "99999' },
  {
    entries: { location: 'w.bin', length: '15' },
    message: 'has 15 bytes, and its shape and type need 16',
  },
  { entries: { location: 'w\u009b.bin' }, message: 'holds control characters: "w\\u009b.bin"' },
  { entries: {}, message: 'is "", which is no plain name' },
])('weights at $entries are refused', ({ entries, message: expected }) => {
  expect(networkRefusal(withExternal(entries))).toContain(expected);
});

test('weights both in the file and in another one, or in no place of ONNX, are refused', () => {
  const far = { ...float32, dims: [4], dataLocation: 1 };
  expect(networkRefusal(withGraph({ initializer: [{ ...far, ...raw(16) }] }))).toContain('has 16');
  const nowhere = { ...far, dataLocation: 2 };
  expect(networkRefusal(withGraph({ initializer: [nowhere] }))).toContain(
    'in no place that ONNX has',
  );
});

test.each([
  {
    what: 'two places',
    places: [
      { key: 'location', value: 'a.bin' },
      { key: 'location', value: 'b.bin' },
    ],
    message: 'says "location" twice',
  },
  {
    what: 'seventeen entries',
    places: Array.from({ length: 17 }, (_, i) => ({ key: `key${i}`, value: '' })),
    message: 'A tensor is said to be in many places',
  },
])('weights with $what are refused', ({ places, message: expected }) => {
  const far = { ...float32, dims: [4], dataLocation: 1, externalData: places };
  expect(networkRefusal(withGraph({ initializer: [far] }))).toContain(expected);
});

function withExternal(entries: Readonly<Record<string, string>>): Uint8Array {
  const externalData = Object.entries(entries).map(([key, value]) => ({ key, value }));
  return withGraph({ initializer: [{ ...float32, dims: [4], dataLocation: 1, externalData }] });
}
