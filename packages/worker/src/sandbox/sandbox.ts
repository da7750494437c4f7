import { type ChildProcess, fork } from 'node:child_process';
import { EarmarkError } from '@earmark/core/failure';
import { createStageLimit, type FailureMessage, type RequestedModel } from '@earmark/inference';
import type { DeviceName } from '@earmark/inference/devices';
import type { ScoreAudio, ScoredAudio } from '../decode-and-score.ts';
import type { AudioDecoderOptions } from '../decode/create-audio-decoder.ts';
import { askChild } from './ask-child.ts';

/** What decodes and scores in a sandbox. */
export interface SandboxOptions {
  readonly device: DeviceName;
  readonly decoder: AudioDecoderOptions;
}

export interface SandboxRequest extends SandboxOptions {
  readonly path: string;
  readonly models: readonly RequestedModel[];
}

export type SandboxReply = { readonly scored: ScoredAudio } | { readonly failure: FailureMessage };

export interface Sandbox {
  /** @throws WORKER_CRASHED when the audio brings the process down; what decoding and scoring throw */
  readonly score: ScoreAudio;
  close(): void;
}

const PROCESS = new URL('./sandbox-process.js', import.meta.url);

/** With the worker that died of it before, a track is started three times; the last time in a fresh process. */
const MAX_DEATHS = 2;

/** Its models fill memory that is better given back. */
const IDLE_MS = 10_000;

/**
 * Decodes and scores audio in a process of its own, one track at a time: when it dies, the track is why. A worker that
 * is killed takes it along, and so proves nothing. It is started when it is wanted.
 */
export function createSandbox(options: SandboxOptions): Sandbox {
  const oneAtATime = createStageLimit(1);
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;

  const start = (): ChildProcess => {
    const started = fork(PROCESS, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    started.once('close', () => {
      if (child === started) child = undefined;
    });
    return started;
  };
  const close = () => {
    child?.kill('SIGKILL');
    child = undefined;
  };
  const ask = async (request: SandboxRequest, signal: AbortSignal) => {
    clearTimeout(idle);
    const answer = await askChild<SandboxReply>((child ??= start()), request, signal);
    idle = setTimeout(close, IDLE_MS).unref();
    signal.throwIfAborted();
    return answer;
  };

  return {
    score: (path, models, signal) =>
      oneAtATime(async () => {
        const request = { ...options, path, models };
        let end = '';
        for (let nDeaths = 0; nDeaths < MAX_DEATHS; nDeaths++) {
          const answer = await ask(request, signal);
          if ('reply' in answer) return scoredBy(answer.reply);
          end = answer.end;
        }
        throw crashed(end);
      }),
    close,
  };
}

function scoredBy(reply: SandboxReply): ScoredAudio {
  if ('scored' in reply) return reply.scored;
  throw new EarmarkError(reply.failure.code, reply.failure.message);
}

function crashed(end: string): EarmarkError {
  return new EarmarkError(
    'WORKER_CRASHED',
    `A worker died while it had this track in hand, and so did ${MAX_DEATHS} processes that had no other ` +
      `(the last of ${end}). The file may be damaged in a way that brings them down.`,
  );
}
