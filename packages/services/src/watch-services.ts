import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, type ServiceName } from '@earmark/core/failure';
import type { Outages } from '@earmark/runtime/process';

/** Resolves when the service does what is asked of it. */
export type Probe = () => Promise<unknown>;

const INTERVAL_MS = 5_000;
/** A server that is frozen accepts commands and answers none. */
const ANSWER_MS = 5_000;

/**
 * Asks each service every five seconds whether it answers, so that a program that waits for work notices an outage,
 * its end, and a server that is frozen.
 */
export function watchServices(
  probes: Readonly<Partial<Record<ServiceName, Probe>>>,
  outages: Pick<Outages, 'began' | 'ended'>,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const isStopped = () => signal.aborted;
  const watch = async (service: ServiceName, probe: Probe): Promise<void> => {
    while (!isStopped()) {
      const error = await answerOf(probe);
      if (isStopped()) return;
      if (error === undefined) outages.ended(service);
      else outages.began(service, error);
      await sleep(INTERVAL_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };
  for (const [service, probe] of Object.entries(probes)) {
    void watch(service as ServiceName, probe);
  }
  return {
    // What a probe still waits for is not waited for.
    stop: () => {
      stopping.abort();
      return Promise.resolve();
    },
  };
}

/** The error of a service, one that does not answer in time included; undefined when it answers. */
async function answerOf(probe: Probe): Promise<string | undefined> {
  const timeout = new AbortController();
  const late = sleep(ANSWER_MS, 'it does not answer', { signal: timeout.signal, ref: false });
  try {
    const answered = probe().then(() => undefined, messageOf);
    return await Promise.race([answered, late]);
  } finally {
    timeout.abort();
    late.catch(() => undefined);
  }
}
