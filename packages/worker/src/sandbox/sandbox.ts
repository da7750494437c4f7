import { fork } from 'node:child_process';
import pLimit from 'p-limit';
import { EarmarkError, type FailureRecord, fromFailureRecord } from '@earmark/core/failure';
import type { RequestedModel } from '@earmark/inference';
import { type AudioDecoderOptions, withKnownSound } from '@earmark/decode';
import type { DeviceName } from '@earmark/inference/devices';
import { createAnsweringChild } from '../answering-child.ts';
import type { ScoreAudio, ScoredAudio } from '../decode-and-score.ts';

/** What decodes and scores in a sandbox. */
export interface SandboxOptions {
  readonly device: DeviceName;
  readonly decoder: AudioDecoderOptions;
}

export interface SandboxRequest extends SandboxOptions {
  readonly path: string;
  readonly models: readonly RequestedModel[];
}

export type SandboxReply = ScoredAudio | { readonly failure: FailureRecord };

export interface Sandbox {
  /**
   * @throws WORKER_CRASHED when the audio crashes the process; OUT_OF_MEMORY when a known sound does so too; what decoding
   *   and scoring throw
   */
  readonly score: ScoreAudio;
  readonly close: () => void;
}

const PROCESS = new URL('./sandbox-process.js', import.meta.url);

/** With the worker that crashed before, a track is started three times; the last time in a fresh process. */
const MAX_CRASHES = 2;

/**
 * Decodes and scores audio in a process of its own, one track at a time: when it crashes, the track is why. A worker that
 * is killed takes it along, and so proves nothing. It is started by its first track.
 */
export function createSandbox(options: SandboxOptions): Sandbox {
  const oneAtATime = pLimit(1);
  const child = createAnsweringChild(() =>
    fork(PROCESS, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    }),
  );
  const ask = async (request: SandboxRequest, signal: AbortSignal) => {
    const answer = await child.ask<SandboxReply>(request, signal);
    signal.throwIfAborted();
    return answer;
  };

  return {
    score: (path, models, signal) =>
      oneAtATime(async () => {
        const request = { ...options, path, models };
        let end = '';
        for (let nCrashes = 0; nCrashes < MAX_CRASHES; nCrashes++) {
          const answer = await ask(request, signal);
          if ('reply' in answer) return scoresOf(answer.reply);
          end = answer.end;
        }
        const known = await withKnownSound((knownPath) =>
          ask({ ...request, path: knownPath }, signal),
        );
        throw 'end' in known ? unfit(known.end) : crashed(end);
      }),
    close: child.close,
  };
}

function scoresOf(reply: SandboxReply): ScoredAudio {
  if ('failure' in reply) throw fromFailureRecord(reply.failure);
  return reply;
}

/** Most often the system, or the limit of a container, killed the process because the models need more memory. */
function unfit(end: string): EarmarkError {
  return new EarmarkError(
    'OUT_OF_MEMORY',
    `A process that tags a sound which every machine can tag ends here (of ${end}), so the track is not to blame. ` +
      'Give the worker more memory, or run fewer models.',
  );
}

function crashed(end: string): EarmarkError {
  return new EarmarkError(
    'WORKER_CRASHED',
    `A worker crashed while it tagged this track, and so did ${MAX_CRASHES} processes that tagged no other ` +
      `(the last of ${end}). The file may be damaged in a way that crashes them.`,
  );
}
