import type { ByteCursor } from './byte-cursor.ts';
import { PickleMachine, type PickleWorld } from './pickle-machine.ts';
import { SAVE_PLAIN_WEIGHTS } from './refuse-checkpoint.ts';

/**
 * The value of one pickle, read with the opcodes that `torch.save` writes (protocol 2) and no
 * others.
 *
 * Tuples and lists become arrays, dictionaries become maps with string keys. The cursor is left
 * behind the STOP. Time and memory are proportional to the bytes read, as each opcode takes at
 * least one, and bounded.
 *
 * @throws EarmarkError `CHECKPOINT_INVALID` on any other opcode, global or shape of stack
 * @see CPython's Lib/pickletools.py, which describes every opcode
 */
export function unpickle(cursor: ByteCursor, world: PickleWorld): unknown {
  const machine = new PickleMachine(cursor, world);
  for (let nSteps = 0; nSteps < MAX_STEPS; nSteps++) {
    const opcode = cursor.u8();
    if (opcode === STOP) return machine.pop();
    const step = STEPS.get(opcode);
    if (!step) {
      return cursor.refuse(`uses pickle opcode 0x${opcode.toString(16)}`, SAVE_PLAIN_WEIGHTS);
    }
    step(machine, cursor);
  }
  return cursor.refuse(`takes more than ${MAX_STEPS} steps`);
}

/** Thirty times as many as the largest network needs; a step can cost 300 bytes of memory. */
const MAX_STEPS = 200_000;

const STOP = 0x2e; // '.'

type Step = (machine: PickleMachine, cursor: ByteCursor) => void;

const STEPS: ReadonlyMap<number, Step> = new Map<number, Step>([
  [0x80, (_, cursor) => requireProtocol(cursor)], // PROTO
  [0x28, (m) => m.mark()], // MARK '('

  [0x4e, (m) => m.push(null)], // NONE 'N'
  [0x88, (m) => m.push(true)], // NEWTRUE
  [0x89, (m) => m.push(false)], // NEWFALSE
  [0x4b, (m, cursor) => m.push(cursor.u8())], // BININT1 'K'
  [0x4d, (m, cursor) => m.push(cursor.u16())], // BININT2 'M'
  [0x4a, (m, cursor) => m.push(cursor.i32())], // BININT 'J'
  [0x58, (m, cursor) => m.push(cursor.text(cursor.u32()))], // BINUNICODE 'X'

  [0x29, (m) => m.push([])], // EMPTY_TUPLE ')'
  [0x85, (m) => m.push(m.popMany(1))], // TUPLE1
  [0x86, (m) => m.push(m.popMany(2))], // TUPLE2
  [0x87, (m) => m.push(m.popMany(3))], // TUPLE3
  [0x74, (m) => m.push(m.popToMark())], // TUPLE 't'
  [0x5d, (m) => m.push([])], // EMPTY_LIST ']'
  [0x61, (m) => m.append(m.popMany(1))], // APPEND 'a'
  [0x65, (m) => m.append(m.popToMark())], // APPENDS 'e'
  [0x7d, (m) => m.push(new Map())], // EMPTY_DICT '}'
  [0x73, (m) => m.setItems(m.popMany(2))], // SETITEM 's'
  [0x75, (m) => m.setItems(m.popToMark())], // SETITEMS 'u'

  [0x71, (m, cursor) => m.put(cursor.u8())], // BINPUT 'q'
  [0x72, (m, cursor) => m.put(cursor.u32())], // LONG_BINPUT 'r'
  [0x68, (m, cursor) => m.get(cursor.u8())], // BINGET 'h'
  [0x6a, (m, cursor) => m.get(cursor.u32())], // LONG_BINGET 'j'

  [0x63, (m, cursor) => m.pushGlobal(`${cursor.line()}.${cursor.line()}`)], // GLOBAL 'c'
  [0x51, (m) => m.pushPersistent()], // BINPERSID 'Q'
  [0x52, (m) => m.reduce()], // REDUCE 'R'
  [0x62, (m) => m.dropState()], // BUILD 'b'
]);

function requireProtocol(cursor: ByteCursor): void {
  const protocol = cursor.u8();
  if (protocol !== 2) cursor.refuse(`is a pickle of protocol ${protocol}, not 2`);
}
