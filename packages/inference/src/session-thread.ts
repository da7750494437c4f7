import { type MessagePort, parentPort } from 'node:worker_threads';
import { toFailureRecord } from '@earmark/core/failure';
import type { DeviceName } from './device/devices.ts';
import { memoise } from './memoise.ts';
import type { SessionReply, SessionRequest } from './remote-session.ts';
import type { RequestedModel } from './score-track.ts';
import { enterThread } from './threads.ts';
import { openVerifiedSession } from './verified-session.ts';

// The entry of the thread that holds the sessions of a device for all inference threads of this process: it gets
// a port to each, and runs one network at a time. Sessions stay open until it ends.
const device = enterThread() as DeviceName;
const sessionOf = memoise(
  ({ modelRowId }: RequestedModel) => String(modelRowId),
  (model) => openVerifiedSession(model, device),
);

parentPort?.on('message', (port: MessagePort) => {
  port.on('message', (request: SessionRequest) => {
    void answer(request).then((reply) => {
      port.postMessage(reply);
    });
  });
});

async function answer({ model, features, shape }: SessionRequest): Promise<SessionReply> {
  try {
    const session = await sessionOf(model);
    return { scores: await session.score(features, shape) };
  } catch (cause) {
    return { failure: toFailureRecord(cause, 'INFERENCE_FAILED') };
  }
}
