import { toEarmarkError } from '@earmark/core/failure';
import type { ProbeReply, ProbeRequest } from './probe-device.ts';

// The entry of a process that opens models on a device and proves each of them.
process.once('message', ({ device, models }: ProbeRequest) => {
  void proveAll(device, models)
    .then((): ProbeReply => ({ isReady: true }), toRefusal)
    .then((reply) => {
      process.send?.(reply, () => process.exit());
    });
});

async function proveAll(device: ProbeRequest['device'], models: ProbeRequest['models']) {
  // Loaded here, so that a platform without the library is a reason like any other.
  const { openVerifiedSession } = await import('../verified-session.ts');
  for (const atHand of models) await (await openVerifiedSession(atHand, device)).close();
}

function toRefusal(cause: unknown): ProbeReply {
  return { isReady: false, reason: toEarmarkError(cause).message };
}
