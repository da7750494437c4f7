import { parentPort } from 'node:worker_threads';
import { frontEndKey, openFrontEnd } from './front-end.ts';
import { openOnnxSession } from './onnx-session.ts';
import type { KeyedModel, ScoreRequest } from './score-request.ts';
import { scoreTrack, type ScoreTrackDeps } from './score-track.ts';

// The entry of an inference thread. It answers one request at a time; sessions stay open until it ends.
const deps: ScoreTrackDeps = {
  frontEndOf: memoise(frontEndKey, openFrontEnd),
  sessionOf: memoise(({ key }: KeyedModel) => String(key), openOnnxSession),
  now: () => performance.now() / 1_000,
};

parentPort?.on('message', (request: ScoreRequest) => {
  scoreTrack(request, deps).then(
    (reply) => parentPort?.postMessage(reply),
    // What is wrong with the thread itself ends it; the pool starts another.
    (error: unknown) => {
      setImmediate(() => {
        throw error;
      });
    },
  );
});

/** Opens what a model needs once; a failure is forgotten, so that the next track tries again. */
function memoise<M, T>(keyOf: (model: M) => string, open: (model: M) => Promise<T>) {
  const opened = new Map<string, Promise<T>>();
  return (model: M): Promise<T> => {
    const key = keyOf(model);
    const known = opened.get(key) ?? open(model);
    opened.set(key, known);
    known.catch(() => opened.delete(key));
    return known;
  };
}
