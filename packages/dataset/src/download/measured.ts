import { createHash } from 'node:crypto';
import type { ByteAnswer } from '@earmark/runtime/http';
import { ArchiveFault } from './archive-fault.ts';

/** Bytes on their way, and what they have been so far. */
export interface Measured {
  /** Passes bytes on. */
  through(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array>;
  add(bytes: Uint8Array): void;
  nBytes(): number;
  /** Takes notice of what the server says of the bytes. */
  noteAnswer(answer: ByteAnswer): void;
  /** What arrived instead, when all of them together do not have this checksum. */
  faultOf(sha256: string): ArchiveFault | undefined;
  /** Why they are not what was expected, where their beginning tells; else empty. */
  remark(): string;
}

const HEAD_BYTES = 64;

export function createMeasured(): Measured {
  const hash = createHash('sha256');
  let nBytes = 0;
  let head = Buffer.alloc(0);
  let answer: ByteAnswer | undefined;
  const add = (bytes: Uint8Array) => {
    if (nBytes < HEAD_BYTES) head = Buffer.concat([head, bytes.subarray(0, HEAD_BYTES)]);
    hash.update(bytes);
    nBytes += bytes.length;
  };
  const remark = () => (/^\s*</.test(head.toString('latin1')) ? WEB_PAGE : '');
  const announced = () =>
    answer?.sizeBytes === undefined || answer.sizeBytes === nBytes
      ? ''
      : ` The server announced ${answer.sizeBytes} bytes.`;
  return {
    add,
    nBytes: () => nBytes,
    noteAnswer: (latest) => void (answer = latest),
    async *through(content) {
      for await (const bytes of content) {
        add(bytes);
        yield bytes;
      }
    },
    faultOf(sha256) {
      const actual = hash.digest('hex');
      if (actual === sha256) return undefined;
      return new ArchiveFault(
        `does not match the checksum: the SHA-256 of its ${nBytes} bytes is ${actual}, not ${sha256}.${remark() || announced()}`,
      );
    },
    remark,
  };
}

const WEB_PAGE =
  ' The server sent a web page in its place: is it a page of errors, or of a proxy in between?';
