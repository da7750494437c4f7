import { type MessagePort, parentPort } from 'node:worker_threads';
import type { AudioModel } from '@earmark/core/model';
import { type DeviceName, DEVICES } from './device/devices.ts';
import { frontEndKey, openFrontEnd } from './front-end.ts';
import { memoise } from './memoise.ts';
import { remoteSession } from './remote-session.ts';
import { type ScoreRequest, scoreTrack, type ScoreTrackDeps } from './score-track.ts';
import { enterThread } from './threads.ts';
import { verifiedSessions } from './verified-session.ts';

/** What an inference thread is started with. */
export interface InferenceThreadData {
  readonly device: DeviceName;
  /** Lead to the threads that hold the sessions; without one they are opened here. */
  readonly sessions: readonly MessagePort[];
}

// The entry of an inference thread. It answers one request at a time; sessions stay open until it ends.
const { device, sessions } = enterThread() as InferenceThreadData;
const [first, ...others] = sessions;
const deps: ScoreTrackDeps = {
  frontEndOf: memoise(frontEndKey, (model: AudioModel) =>
    openFrontEnd(model, { isShared: first !== undefined }),
  ),
  sessionOf: first
    ? (model) => Promise.resolve(remoteSession([first, ...others], model))
    : verifiedSessions(device),
  chunksPerRun: DEVICES[device].chunksPerRun,
  now: () => performance.now() / 1_000,
};

parentPort?.on('message', (request: ScoreRequest) => {
  scoreTrack(request, deps).then(
    (reply) => parentPort?.postMessage(reply),
    // An error of the thread itself ends it; the pool starts another.
    (error: unknown) => {
      setImmediate(() => {
        throw error;
      });
    },
  );
});
