import { refuseCheckpoint } from './refuse-checkpoint.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Little-endian values read front to back from untrusted bytes.
 *
 * Every read is checked against what is left, so a count in the file can never ask for more memory
 * than the file has bytes. All methods throw `CHECKPOINT_INVALID` past the end.
 */
export class ByteCursor {
  readonly bytes: Uint8Array;
  /** What is being read, for messages: `the storage list`. */
  readonly part: string;
  offset: number;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, part: string, offset = 0) {
    this.bytes = bytes;
    this.part = part;
    this.offset = offset;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The next `sizeBytes` bytes, as a view. */
  take(sizeBytes: number): Uint8Array {
    const start = this.#advance(sizeBytes);
    return this.bytes.subarray(start, this.offset);
  }

  skip(sizeBytes: number): void {
    this.#advance(sizeBytes);
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  i32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  /** A 64-bit count; one beyond 2^53 loses digits, and is beyond every file anyway. */
  u64(): number {
    return Number(this.#view.getBigUint64(this.#advance(8), true));
  }

  text(sizeBytes: number): string {
    const bytes = this.take(sizeBytes);
    try {
      return utf8.decode(bytes);
    } catch {
      return this.refuse('holds text that is not UTF-8');
    }
  }

  /** The text before the next line feed, which is passed over. */
  line(): string {
    const end = this.bytes.indexOf(0x0a, this.offset);
    if (end < 0) this.refuse('ends inside a line');
    const line = this.text(end - this.offset);
    this.skip(1);
    return line;
  }

  refuse(problem: string, advice?: string): never {
    return refuseCheckpoint(
      `The checkpoint's ${this.part} ${problem} (near its byte ${this.offset})`,
      advice,
    );
  }

  #advance(sizeBytes: number): number {
    const start = this.offset;
    if (sizeBytes > this.bytes.length - start) {
      this.refuse(
        `should go on for ${sizeBytes} bytes but ends after ${this.bytes.length - start}`,
      );
    }
    this.offset = start + sizeBytes;
    return start;
  }
}
