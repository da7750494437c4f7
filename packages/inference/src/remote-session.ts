import { once } from 'node:events';
import type { MessagePort } from 'node:worker_threads';
import { type FailureRecord, fromFailureRecord } from '@earmark/core/failure';
import type { OnnxSession } from './onnx-session.ts';
import type { RequestedModel } from './score-track.ts';

/** A message to the thread that holds the sessions. */
export interface SessionRequest {
  readonly model: RequestedModel;
  readonly features: Float32Array;
  readonly shape: readonly number[];
}

/** Its replies come in the order of the requests. */
export type SessionReply =
  { readonly scores: readonly Float32Array[] } | { readonly failure: FailureRecord };

/**
 * A session that another thread holds. A port carries one request at a time.
 *
 * @throws from `score`, what opening and running the session throw
 */
export function remoteSession(
  port: MessagePort,
  model: RequestedModel,
): Omit<OnnxSession, 'close'> {
  return {
    async score(features, shape) {
      // Copied here and transferred, so that the thread which all others wait for copies nothing.
      const copy = features.slice();
      port.postMessage({ model, features: copy, shape } satisfies SessionRequest, [copy.buffer]);
      const [reply] = (await once(port, 'message')) as [SessionReply];
      if ('failure' in reply) throw fromFailureRecord(reply.failure);
      return reply.scores;
    },
  };
}
