import { toFailureRecord } from '@earmark/core/failure';
import type { ProbeReply, ProbeRequest } from './probe-device.ts';

// The entry of a process that opens models on a device and verifies each of them.
process.once('message', (request: ProbeRequest) => {
  void verifyAll(request)
    .then(
      (): ProbeReply => ({ isReady: true }),
      (cause: unknown): ProbeReply => ({ failure: toFailureRecord(cause) }),
    )
    .then((reply) => {
      process.send?.(reply, () => process.exit());
    });
});

async function verifyAll({ device, models }: ProbeRequest): Promise<void> {
  // Loaded here, so that a platform without the library is a reason like any other.
  const { openVerifiedSession } = await import('../verified-session.ts');
  for (const model of models) await (await openVerifiedSession(model, device)).close();
}
