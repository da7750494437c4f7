import type { ChildProcess } from 'node:child_process';
import { type Answer, askChild } from '@earmark/runtime/process';

/** A child process that answers one request after the other. It is started by a request, and again when it has ended. */
export interface AnsweringChild {
  /** How the child replies to a message or, when it ends without a reply, how it ended. @param signal kills it */
  ask<T>(message: object, signal: AbortSignal): Promise<Answer<T>>;
  readonly close: () => void;
}

/** An idle process ends: others can use its memory. */
const IDLE_MS = 10_000;

export function createAnsweringChild(start: () => ChildProcess): AnsweringChild {
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;

  const running = (): ChildProcess => {
    if (child) return child;
    const started = start();
    const forget = () => {
      if (child === started) child = undefined;
    };
    started.once('close', forget).once('error', forget);
    return (child = started);
  };
  const close = () => {
    child?.kill('SIGKILL');
    child = undefined;
  };
  return {
    async ask<T>(message: object, signal: AbortSignal) {
      clearTimeout(idle);
      const answer = await askChild<T>(running(), message, signal);
      idle = setTimeout(close, IDLE_MS).unref();
      return answer;
    },
    close,
  };
}
