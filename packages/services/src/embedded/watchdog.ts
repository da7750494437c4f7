import { setTimeout as sleep } from 'node:timers/promises';
import { isListening } from '@earmark/runtime/process';

/** A server of ours. */
export interface SupervisedServer {
  /** For people. */
  readonly name: string;
  readonly url: string;
  /** Starts it at the same address. */
  readonly restart: () => Promise<void>;
}

export interface WatchdogOptions {
  /** Runs work while no other process of the home starts or stops servers. */
  readonly exclusively: (work: () => Promise<void>) => Promise<void>;
  readonly warn: (message: string) => void;
}

const INTERVAL_MS = 2_000;

/** Starts servers again that something killed, until it is stopped: no one else would. */
export function startWatchdog(
  servers: readonly SupervisedServer[],
  { exclusively, warn }: WatchdogOptions,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const mend = async ({ name, url, restart }: SupervisedServer): Promise<void> => {
    if (await isListening(url)) return;
    await exclusively(async () => {
      // Another process may have been first.
      if (signal.aborted || (await isListening(url))) return;
      warn(`The embedded ${name} died and is started again.`);
      await restart();
    });
  };
  const watching = (async () => {
    while (!signal.aborted) {
      for (const server of servers) {
        await mend(server).catch((error: unknown) => {
          warn(error instanceof Error ? error.message : String(error));
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
