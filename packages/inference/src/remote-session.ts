import { once } from 'node:events';
import type { MessagePort } from 'node:worker_threads';
import { EarmarkError } from '@earmark/core/failure';
import type { FailureMessage } from './failure-message.ts';
import type { OnnxSession } from './onnx-session.ts';
import type { RequestedModel } from './score-track.ts';

/** What the thread that holds the sessions is asked. */
export interface SessionRequest {
  readonly model: RequestedModel;
  readonly features: Float32Array;
  readonly shape: readonly number[];
}

/** What it answers, in the order it was asked. */
export type SessionReply =
  { readonly scores: readonly Float32Array[] } | { readonly failure: FailureMessage };

/**
 * A session that another thread holds. One question at a time can be asked through a port.
 *
 * @throws what opening and running the session throw, when it is asked to score
 */
export function remoteSession(
  port: MessagePort,
  model: RequestedModel,
): Omit<OnnxSession, 'close'> {
  return {
    async score(features, shape) {
      // Copied here and given away, so that the thread which everyone waits for copies nothing.
      const copy = features.slice();
      port.postMessage({ model, features: copy, shape } satisfies SessionRequest, [copy.buffer]);
      const [reply] = (await once(port, 'message')) as [SessionReply];
      if ('scores' in reply) return reply.scores;
      throw new EarmarkError(reply.failure.code, reply.failure.message);
    },
  };
}
