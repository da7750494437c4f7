import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { SERVICES, type ServiceName } from '@earmark/core/failure';
import type { Pool } from '@earmark/ledger';
import { earmarkHome, type Environment } from '@earmark/runtime/config';
import { VERSION } from '@earmark/runtime/command';
import type { Metrics } from '@earmark/runtime/metrics';
import type { Outages } from '@earmark/runtime/process';

export interface ObservedProgram {
  readonly name: string;
  readonly env: Environment;
  readonly pool: Pool;
  readonly outages: Outages;
  /** The services that it always uses. Another one is shown once it has been unavailable. */
  readonly probed: readonly ServiceName[];
}

const DELAY_INTERVAL_MS = 100;

/** Keeps the metrics that every program serves. */
export function observeProgram(
  metrics: Metrics,
  { name, env, pool, outages, probed }: ObservedProgram,
): void {
  const { program } = metrics;
  program.buildInfo.set({ program: name, version: VERSION, node: process.version }, 1);
  observeEventLoop((seconds) => {
    program.eventLoopDelay.observe(seconds);
  });
  metrics.onScrape(async () => {
    const unavailable = outages.current();
    for (const service of SERVICES) {
      const { n, seconds } = outages.countOf(service);
      if (n === 0 && !probed.includes(service)) continue;
      program.serviceUp.set({ service }, unavailable.includes(service) ? 0 : 1);
      program.outages.countTo({ service }, n);
      program.outageSeconds.countTo({ service }, seconds);
    }
    const { idleCount, totalCount, waitingCount } = pool;
    program.databaseConnections.set({ state: 'idle' }, idleCount);
    program.databaseConnections.set({ state: 'busy' }, totalCount - idleCount);
    program.databaseConnections.set({ state: 'waiting' }, waitingCount);
    for (const [folder, path] of [
      ['temporary', tmpdir()],
      ['home', earmarkHome(env)],
    ] as const) {
      const disk = await statfs(path).catch(() => undefined);
      if (!disk) continue;
      program.diskFree.set({ folder }, disk.bavail * disk.bsize);
      program.diskSize.set({ folder }, disk.blocks * disk.bsize);
    }
  });
}

/** Calls back with how late a timer ran, in seconds. */
function observeEventLoop(observe: (seconds: number) => void): void {
  let due = performance.now() + DELAY_INTERVAL_MS;
  setInterval(() => {
    observe(Math.max(0, performance.now() - due) / 1_000);
    due = performance.now() + DELAY_INTERVAL_MS;
  }, DELAY_INTERVAL_MS).unref();
}
