import { once } from 'node:events';
import type { MessagePort } from 'node:worker_threads';
import { type FailureRecord, fromFailureRecord } from '@earmark/core/failure';
import type { InstalledModel } from '@earmark/core/model';
import type { ModelRowId } from '@earmark/core/run';
import type { NetworkOutput, OnnxSession } from './onnx-session.ts';

/** A message to a thread that holds sessions. */
export interface SessionRequest {
  readonly model: InstalledModel;
  /** Those of audio are in shared memory, so that posting them copies nothing; they stay as they are until the reply. */
  readonly features: Float32Array;
  readonly shape: readonly number[];
}

/** Its replies come in the order of the requests. */
export type SessionReply = { readonly output: NetworkOutput } | { readonly failure: FailureRecord };

/**
 * A session that another thread holds: each of them holds some of the models, so no model is held twice. A port carries
 * one request at a time.
 *
 * @param ports to all of these threads
 * @throws from `run`, what opening and running the session throw
 */
export function remoteSession(
  ports: readonly [MessagePort, ...MessagePort[]],
  model: InstalledModel & { readonly modelRowId?: ModelRowId },
): Omit<OnnxSession, 'close'> {
  const port = ports[(model.modelRowId ?? 0) % ports.length] ?? ports[0];
  return {
    async run(features, shape) {
      port.postMessage({ model, features, shape } satisfies SessionRequest);
      const [reply] = (await once(port, 'message')) as [SessionReply];
      if ('failure' in reply) throw fromFailureRecord(reply.failure);
      return reply.output;
    },
  };
}
