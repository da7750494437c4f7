import { quoted, TAKES_EFFECT } from '../../quoted.ts';
import { type FieldValue, visitFields, visitIntegers } from '../protobuf-reader.ts';
import { refuseNetwork, TOO_LARGE } from './refuse-network.ts';

/** What is done with the fields of a message, by number. A field that is not listed is passed over. */
export type Handlers = Readonly<Record<number, Handler>>;
export type Handler = (value: FieldValue) => void;

/** Reads the messages of one file, and takes no more steps than any network needs. */
export class MessageReader {
  #nSteps = 0;

  read(message: Uint8Array, handlers: Handlers): void {
    this.#take(STEPS_PER_MESSAGE);
    visitFields(message, (number, value) => {
      this.#take(1);
      handlers[number]?.(value);
    });
  }

  #take(nSteps: number): void {
    this.#nSteps += nSteps;
    if (this.#nSteps > MAX_STEPS) {
      refuseNetwork(`The file takes more than ${MAX_STEPS} steps to read`, TOO_LARGE);
    }
  }
}

/** A network of 100,000 nodes takes about 6 million: a step for each field, and ten for what a message takes beside them. */
const MAX_STEPS = 10_000_000;
const STEPS_PER_MESSAGE = 10;

// Each of the following names what it reads, for the message when something else is found there: "The rank of a tensor".

export function integer(what: string, keep: (value: number) => void): Handler {
  return (value) => keep(typeof value === 'number' ? value : refuseKind(what, 'a number'));
}

export function integers(what: string, keep: (value: number) => void): Handler {
  return (value) => {
    visitIntegers(value, (one) => {
      if (!Number.isSafeInteger(one)) refuseNetwork(`${what} is ${one}`);
      keep(one);
    });
  };
}

export function bytes(what: string, keep: (value: Uint8Array) => void): Handler {
  return (value) => keep(typeof value === 'number' ? refuseKind(what, 'bytes') : value);
}

/** A name: text of at most 1,024 bytes without characters that a terminal obeys. */
export function name(what: string, keep: (value: string) => void): Handler {
  return bytes(what, (value) => {
    if (value.length > MAX_NAME_BYTES) {
      refuseNetwork(`${what} has ${value.length} bytes, more than ${MAX_NAME_BYTES}`);
    }
    const decoded = toText(what, value);
    if (TAKES_EFFECT.test(decoded)) {
      refuseNetwork(`${what} holds control characters: ${quoted(decoded)}`);
    }
    keep(decoded);
  });
}

const MAX_NAME_BYTES = 1_024;

/** A field that may occur once: protobuf would join a second message to the first, unseen. */
export function once(what: string, handler: Handler): Handler {
  let isThere = false;
  return (value) => {
    if (isThere) refuseNetwork(`${what} is there twice`);
    isThere = true;
    handler(value);
  };
}

export function toText(what: string, value: Uint8Array): string {
  try {
    return utf8.decode(value);
  } catch {
    return refuseNetwork(`${what} is not UTF-8`);
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function refuseKind(what: string, expected: string): never {
  return refuseNetwork(`${what} is not ${expected}`);
}
