import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { modelSpec } from '../../../test/support/model-spec.ts';
import type { SessionReply } from './remote-session.ts';
import { serveSessions } from './serve-sessions.ts';

test('requests that wait for one network run together, and each gets its own scores', async () => {
  const { runs, ask } = serveNetworks();
  const replies = await Promise.all([ask(1, [1]), ask(2, [2]), ask(1, [3, 4]), ask(1, [5, 6, 7])]);
  expect(replies).toEqual([scored(1), scored(2), scored(3, 4), scored(5, 6, 7)]);
  expect(runs).toEqual([[1, 3, 4], [2], [5, 6, 7]]);
});

test('a request that fails does not keep those that ran with it from their scores', async () => {
  const { runs, ask } = serveNetworks();
  const replies = await Promise.all([ask(1, [1]), ask(1, [-1]), ask(1, [2])]);
  const failure = { code: 'INFERENCE_FAILED', message: 'negative' };
  expect(replies).toMatchObject([scored(1), { failure }, scored(2)]);
  expect(runs).toEqual([[1, -1, 2], [1], [-1], [2]]);
});

function scored(...scores: number[]): SessionReply {
  return { output: { scores: scores.map((score) => Float32Array.of(score)), embeddings: [] } };
}

/** Networks whose score of a chunk is its only feature, four chunks at a time; a negative one is refused. */
function serveNetworks() {
  const runs: number[][] = [];
  const listenTo = serveSessions({
    chunksPerRun: 4,
    sessionOf: () =>
      Promise.resolve({
        run(features) {
          runs.push([...features]);
          if (features.some((feature) => feature < 0)) throw new Error('negative');
          const scores = Array.from(features, (feature) => Float32Array.of(feature));
          return Promise.resolve({ scores, embeddings: [] });
        },
      }),
  });
  return {
    runs,
    ask: async (network: number, features: readonly number[]): Promise<SessionReply> => {
      const { port1, port2 } = new MessageChannel();
      listenTo(port2);
      const model = {
        spec: modelSpec({ name: `test/model_${network}` }),
        folder: '',
        parent: null,
      };
      port1.postMessage({ model, features: Float32Array.from(features), shape: [1] });
      const [reply] = (await once(port1, 'message')) as [SessionReply];
      port1.close();
      return reply;
    },
  };
}
