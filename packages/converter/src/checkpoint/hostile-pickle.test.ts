/** Programs that no torch.save writes, in both containers. */
import { expect, test } from 'vitest';
import {
  legacyCheckpoint,
  pickle,
  pickledTensor,
  type PickledView,
} from '../../../../test/support/legacy-checkpoint.ts';
import { createRandom } from '../../../../test/support/random.ts';
import { refusalOf } from '../../../../test/support/refusal.ts';
import { zipCheckpoint } from '../../../../test/support/zip-checkpoint.ts';

const STORAGES = { all: [0, 1, 2, 3, 4, 5] };
const six: PickledView = { storage: 'all', nElements: 6, shape: [6], strides: [1] };
const tensor = pickledTensor(six);
const entry = (value: Uint8Array) => pickle.dict({ x: value });
const ofAxes = (n: number) => ({
  shape: Array<number>(n).fill(1),
  strides: Array<number>(n).fill(1),
});

const CONTAINERS = [
  { container: 'old', pack: legacyCheckpoint },
  {
    container: 'zip',
    pack: (program: Uint8Array, storages: Readonly<Record<string, readonly number[]>>) =>
      zipCheckpoint(pickle.of(program), storages),
  },
];

interface Hostile {
  readonly what: string;
  readonly program: Uint8Array;
  readonly says: string;
}

const GLOBALS: readonly Hostile[] = [
  ['os', 'system'],
  ['posix', 'system'],
  ['builtins', 'eval'],
  ['__builtin__', 'getattr'],
  ['torch', 'load'],
  ['torch', 'HalfStorage'],
  ['torch._utils', '_rebuild_parameter'],
  ['numpy.core.multiarray', '_reconstruct'],
  ['collections', 'OrderedDict.__init__'],
  ['collections.OrderedDict', ''],
  ['__proto__', 'constructor'],
  ['toString', ''],
].map(([module = '', name = '']) => ({
  what: `the global ${module} ${name}`,
  program: entry(pickle.reduce(pickle.global(module, name), pickle.tuple(pickle.text('true')))),
  says: `asks for "${module}.${name}"`,
}));

/** All bytes but those of the opcodes that are read. */
const OPCODES: readonly Hostile[] = [...Array(256).keys()]
  .filter(
    (opcode) =>
      !Buffer.from('\x80(N\x88\x89KMJX)\x85\x86\x87t]ae}suqrhjcQRb.', 'latin1').includes(opcode),
  )
  .map((opcode) => ({
    what: `opcode 0x${opcode.toString(16)}`,
    program: raw([opcode], 'abcd\n'),
    says: `uses pickle opcode 0x${opcode.toString(16)}`,
  }));

const STACKS: readonly Hostile[] = [
  { what: 'nothing at all', program: raw(''), says: 'takes a value that is not there' },
  { what: 'another protocol', program: raw([0x80, 4], '}'), says: 'protocol 4, not 2' },
  { what: 'a pair of one', program: raw('N\x86'), says: 'takes a value that is not there' },
  { what: 'a value under a mark', program: raw('N(\x85'), says: 'a value that is not there' },
  { what: 'a group that is not opened', program: raw('Nt'), says: 'closes a group' },
  { what: 'a group that is not closed', program: raw('}('), says: 'a value that is not there' },
  { what: 'a key alone', program: raw('}(X\x01\0\0\0au'), says: 'a key without a value' },
  { what: 'a key that is a number', program: raw('}K\x01Ns'), says: 'a key that is not text' },
  { what: 'an item of a list', program: raw(']X\x01\0\0\0aNs'), says: 'what is no dictionary' },
  { what: 'an element of a number', program: raw('K\x01Na'), says: 'appends to what is no list' },
  { what: 'a call of a number', program: raw('K\x01)R'), says: 'applies what is no function' },
  { what: 'a call of a type', program: raw('ctorch\nFloatStorage\n)R'), says: 'no function' },
  {
    what: 'a call without a list',
    program: raw('ccollections\nOrderedDict\nNR'),
    says: 'no function',
  },
  {
    what: 'a dictionary of arguments',
    program: raw('ccollections\nOrderedDict\nN\x85R'),
    says: 'from arguments',
  },
  { what: 'the state of a number', program: raw('K\x01}b'), says: 'the state of what is no' },
  { what: 'a state that is a number', program: raw('}K\x01b'), says: 'the state of what is no' },
  { what: 'what was never kept', program: raw('h\x07'), says: 'recalls value 7' },
  { what: 'what is kept of nothing', program: raw('q\0'), says: 'a value that is not there' },
  { what: 'text that is none', program: raw('X\x01\0\0\0\xff'), says: 'text that is not UTF-8' },
  { what: 'a list', program: raw(']'), says: 'is not a dictionary of tensors' },
  { what: 'a tensor alone', program: tensor, says: 'is not a dictionary of tensors' },
  { what: 'a dictionary in itself', program: raw('}q\0X\x01\0\0\0xh\0s'), says: 'is not a tensor' },
  { what: 'a list in itself', program: entry(raw(']q\0h\0a')), says: 'is not a tensor' },
  { what: 'a storage of no name', program: entry(raw('NQ')), says: 'something else than a list' },
  { what: 'a storage of nothing', program: entry(raw(')Q')), says: 'something else than type' },
];

const TENSORS: readonly Hostile[] = [
  { what: 'after the end', view: { offset: 1 }, says: 'does not fit into storage "all" of 6' },
  { what: 'far after the end', view: { offset: 2 ** 31 - 1 }, says: 'does not fit' },
  { what: 'over the end', view: { shape: [7] }, says: 'does not fit' },
  { what: 'striding over the end', view: { shape: [3], strides: [3] }, says: 'does not fit' },
  { what: 'before the beginning', view: { offset: -1 }, says: 'described by something else' },
  { what: 'of negative length', view: { shape: [-6] }, says: 'described by something else' },
  { what: 'of negative stride', view: { strides: [-1] }, says: 'described by something else' },
  { what: 'of two strides', view: { strides: [1, 1] }, says: '1 axes but 2 strides' },
  { what: 'of nine axes', view: ofAxes(9), says: 'described by something else' },
].map(({ what, view, says }) => ({
  what: `a tensor ${what}`,
  program: entry(pickledTensor({ ...six, ...view })),
  says,
}));

/** More of everything than the reader goes along with. */
const N = 300_000;
const times = (opcodes: string) => raw(opcodes.repeat(N));
const STEPS = 'takes more than 200000 steps';

const LOOPS: readonly Hostile[] = [
  { what: 'groups in groups', program: times('('), says: STEPS },
  { what: 'tuples in tuples', program: raw('N', times('\x85')), says: STEPS },
  { what: 'lists in lists', program: raw(times(']'), times('a')), says: STEPS },
  { what: 'dictionaries in a row', program: times('}'), says: STEPS },
  { what: 'one value kept for ever', program: raw('N', times('q\0')), says: STEPS },
  { what: 'a value kept in ever new places', program: raw('N', ...keptIn(N)), says: STEPS },
  { what: 'pairs of a pair of pairs', program: raw(')q\0', times('h\0h\0\x86q\0')), says: STEPS },
  { what: 'a list that goes on', program: raw(']', times('Na')), says: STEPS },
  { what: 'globals', program: times('ctorch\nFloatStorage\n'), says: STEPS },
  { what: 'a name without an end', program: raw('c', times('a')), says: 'ends inside a line' },
];

const HOSTILE = [...GLOBALS, ...STACKS, ...TENSORS, ...LOOPS];

test.each(HOSTILE.flatMap((hostile) => CONTAINERS.map((packed) => ({ ...hostile, ...packed }))))(
  '$what is refused ($container container)',
  ({ program, says, pack }) => {
    expect(refusalOf(pack(program, STORAGES))).toContain(says);
  },
);

test.each(OPCODES)('$what is refused', ({ program, says }) => {
  for (const { pack } of CONTAINERS) expect(refusalOf(pack(program, STORAGES))).toContain(says);
});

const PIECES: readonly Uint8Array[] = [
  ...['(', 't', 'e', 'u', 's', 'a', 'Q', 'R', 'b', 'N', ')', ']', '}', '\x85', '\x86', '\x87'],
  ...['q\0', 'h\0', 'q\x01', 'h\x01', 'K\x01', 'K\x06', 'J\xff\xff\xff\x7f', 'M\xff\xff', '\x88'],
  ...['X\x07\0\0\0storage', 'X\x03\0\0\0all', 'X\0\0\0\0', '.'],
  ...['ctorch\nFloatStorage\n', 'ctorch\nLongStorage\n', 'ccollections\nOrderedDict\n'],
  'ctorch._utils\n_rebuild_tensor_v2\n',
].map((piece) => raw(piece));

test.each(CONTAINERS)(
  '4,000 programs by chance are refused ($container container)',
  ({ pack }) => {
    const random = createRandom(7);
    for (let i = 0; i < 4_000; i++) {
      const length = Math.floor(60 * random());
      const pieces = Array.from({ length }, () => PIECES[Math.floor(PIECES.length * random())]!);
      // A tensor among them, so that there is something to take apart.
      const program = raw('}', ...pieces.toSpliced(length / 2, 0, tensor));
      expect(refusalOf(pack(program, STORAGES))).not.toBe('');
    }
  },
  60_000,
);

/** Opcodes and their arguments, byte by byte. */
function raw(...parts: readonly (string | readonly number[] | Uint8Array)[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) =>
      typeof part === 'string' ? Buffer.from(part, 'latin1') : Uint8Array.from(part),
    ),
  );
}

/** LONG_BINPUT with each index. */
function keptIn(n: number): Uint8Array[] {
  const opcodes = Buffer.alloc(5 * n);
  for (let i = 0; i < n; i++) {
    opcodes.write('r', 5 * i);
    opcodes.writeUInt32LE(i, 5 * i + 1);
  }
  return [opcodes];
}
