import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '@earmark/core/failure';
import { isListening } from '@earmark/runtime/process';

/** An embedded server. */
export interface SupervisedServer {
  /** Its name in messages. */
  readonly name: string;
  readonly url: string;
  /** Starts it again at the same address. */
  readonly restart: () => Promise<void>;
}

export interface WatchdogOptions {
  /** Runs work while no other process of the home starts or stops servers. */
  readonly exclusively: (work: () => Promise<void>) => Promise<void>;
  readonly warn: (message: string) => void;
}

const INTERVAL_MS = 2_000;

/** Restarts servers that were killed, until it is stopped. */
export function startWatchdog(
  servers: readonly SupervisedServer[],
  { exclusively, warn }: WatchdogOptions,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const restartIfDead = async ({ name, url, restart }: SupervisedServer): Promise<void> => {
    if (await isListening(url)) return;
    await exclusively(async () => {
      // Another process may have restarted it by now.
      if (signal.aborted || (await isListening(url))) return;
      warn(`The embedded ${name} crashed and is restarted.`);
      await restart();
    });
  };
  const watching = (async () => {
    while (!signal.aborted) {
      for (const server of servers) {
        await restartIfDead(server).catch((error: unknown) => {
          warn(messageOf(error));
        });
      }
      await sleep(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    }
  })();
  return {
    stop: () => {
      stopping.abort();
      return watching;
    },
  };
}
