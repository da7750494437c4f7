import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';
import type { TrackMetadata } from '@earmark/core/corpus';
import { withTimeLimit } from '@earmark/decode';
import { leastEnvironment, type Variables, withLimits } from '@earmark/runtime/process';
import { createAnsweringChild } from '../answering-child.ts';

export interface MetadataRequest {
  readonly path: string;
}

export interface MetadataReader {
  /**
   * What the file says about itself; null when that cannot be found out in the time and the memory that there is for
   * it, or the signal is aborted. Never rejects: a track without metadata is a track.
   */
  readonly read: (path: string, signal: AbortSignal) => Promise<TrackMetadata | null>;
  readonly close: () => void;
}

const PROCESS = fileURLToPath(new URL('./metadata-process.js', import.meta.url));

/** A file takes a few milliseconds, and the first one the start of the process. */
const TIMEOUT_MS = 10_000;

/** Some of the largest pieces of a file, and Node. Only a process that hangs after its worker is gone takes such CPU time. */
const LIMITS = { memoryBytes: 2 ** 29, cpuSeconds: 600 };
const FLAGS = ['--max-old-space-size=128'];

/** So the CPU time of a process does not grow for ever. */
const FILES_PER_PROCESS = 10_000;

/**
 * Reads metadata in a process of its own, one file at a time: a file that crashes it, hangs it or fills its memory affects no
 * other file and not this process. It is the same process for all files: to start one would take ten times as long as
 * a file does.
 */
export function createMetadataReader(
  environment: Variables,
  { timeoutMs = TIMEOUT_MS }: { readonly timeoutMs?: number } = {},
): MetadataReader {
  const oneAtATime = pLimit(1);
  let nRead = 0;
  const child = createAnsweringChild(() => {
    const { command, args } = withLimits(
      { command: process.execPath, args: [...FLAGS, PROCESS] },
      LIMITS,
    );
    return spawn(command, args, {
      env: leastEnvironment(environment),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      windowsHide: true,
    });
  });
  return {
    read: (path, signal) =>
      oneAtATime(async () => {
        if (signal.aborted) return null;
        if (++nRead % FILES_PER_PROCESS === 0) child.close();
        const request: MetadataRequest = { path };
        const answer = await withTimeLimit(timeoutMs, signal, (limited) =>
          child.ask<TrackMetadata>(request, limited),
        ).catch(() => ({ end: '' }));
        return 'reply' in answer ? answer.reply : null;
      }),
    close: child.close,
  };
}
