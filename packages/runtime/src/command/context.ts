import type { Environment } from '../config.ts';

/** The process that a command runs in. */
export interface Context {
  readonly env: Environment;
  /** The whole environment, for child programs, ffmpeg and GPUs. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C, SIGTERM, or the end of the program that started this one. */
  readonly signal: AbortSignal;
  /** Path of the script that this process runs. */
  readonly script: string;
  /** Sends a message to the program of ours that started this one; undefined where none did. */
  readonly tellParent: ((message: object) => void) | undefined;
  /** Opens standard input: a process that never reads it leaves it closed. */
  readonly openInput: () => AsyncIterable<Uint8Array>;
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
}
