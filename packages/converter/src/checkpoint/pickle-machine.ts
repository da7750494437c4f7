import type { ByteCursor } from './byte-cursor.ts';
import { quoted } from '../quoted.ts';
import { SAVE_PLAIN_WEIGHTS } from './refuse-checkpoint.ts';

/**
 * What a pickle may mention beyond plain values; nothing else in it is ever looked up or called.
 */
export interface PickleWorld {
  /**
   * By `module.name`. A function can be applied to its list of arguments, the rest is passed on.
   */
  readonly globals: ReadonlyMap<string, unknown>;
  /** The object that a persistent id stands for. */
  readonly persistentLoad: (id: unknown) => unknown;
}

/**
 * The stack machine that a pickle is a program for.
 *
 * Every method throws `CHECKPOINT_INVALID` where the stack does not hold what it should.
 */
export class PickleMachine {
  readonly #cursor: ByteCursor;
  readonly #world: PickleWorld;
  readonly #stack: unknown[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, unknown>();

  constructor(cursor: ByteCursor, world: PickleWorld) {
    this.#cursor = cursor;
    this.#world = world;
  }

  push(value: unknown): void {
    this.#stack.push(value);
  }

  pop(): unknown {
    return this.popMany(1)[0];
  }

  popMany(count: number): unknown[] {
    const floor = this.#marks.at(-1) ?? 0;
    if (this.#stack.length - floor < count) this.#cursor.refuse('takes a value that is not there');
    return this.#stack.splice(-count);
  }

  mark(): void {
    this.#marks.push(this.#stack.length);
  }

  popToMark(): unknown[] {
    const mark = this.#marks.pop();
    if (mark === undefined) return this.#cursor.refuse('closes a group that was not opened');
    return this.#stack.splice(mark);
  }

  put(index: number): void {
    this.#memo.set(index, this.#top());
  }

  get(index: number): void {
    if (!this.#memo.has(index)) this.#cursor.refuse(`recalls value ${index}, which it never kept`);
    this.push(this.#memo.get(index));
  }

  append(items: readonly unknown[]): void {
    const list = this.#top();
    if (!Array.isArray(list)) return this.#cursor.refuse('appends to what is no list');
    for (const item of items) list.push(item);
  }

  setItems(keysAndValues: readonly unknown[]): void {
    const dict = this.#top();
    if (!(dict instanceof Map)) return this.#cursor.refuse('sets an item of what is no dictionary');
    if (keysAndValues.length % 2 !== 0) this.#cursor.refuse('holds a key without a value');
    for (let i = 0; i < keysAndValues.length; i += 2) {
      const key = keysAndValues[i];
      if (typeof key !== 'string') return this.#cursor.refuse('holds a key that is not text');
      dict.set(key, keysAndValues[i + 1]);
    }
  }

  pushGlobal(name: string): void {
    if (!this.#world.globals.has(name)) {
      this.#cursor.refuse(
        `asks for ${quoted(name)}, which no weights need and which is never run`,
        SAVE_PLAIN_WEIGHTS,
      );
    }
    this.push(this.#world.globals.get(name));
  }

  pushPersistent(): void {
    this.push(this.#world.persistentLoad(this.pop()));
  }

  /** Applies a function; only those among the world's globals can be on the stack. */
  reduce(): void {
    const [apply, args] = this.popMany(2);
    if (typeof apply !== 'function' || !Array.isArray(args)) {
      return this.#cursor.refuse('applies what is no function');
    }
    this.push((apply as (args: readonly unknown[]) => unknown)(args));
  }

  /** BUILD: a state dictionary carries `_metadata` this way, which inference does not need. */
  dropState(): void {
    const state = this.pop();
    if (!(state instanceof Map) || !(this.#top() instanceof Map)) {
      this.#cursor.refuse('sets the state of what is no dictionary');
    }
  }

  #top(): unknown {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0)) {
      this.#cursor.refuse('refers to a value that is not there');
    }
    return this.#stack.at(-1);
  }
}
