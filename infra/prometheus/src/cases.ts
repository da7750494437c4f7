import type { Case } from './cases/series.ts';
import { HEALTHY_CASES } from './cases/healthy.ts';
import { MACHINE_CASES } from './cases/machines.ts';
import { REDIS_CASES } from './cases/redis.ts';
import { RUN_CASES } from './cases/runs.ts';
import { SERVICE_CASES } from './cases/services.ts';
import { WORKER_CASES } from './cases/workers.ts';

/** What each alert is tested with: see test/integration/alerts.test.ts. */
export const CASES: readonly Case[] = [
  ...RUN_CASES,
  ...WORKER_CASES,
  ...SERVICE_CASES,
  ...REDIS_CASES,
  ...MACHINE_CASES,
  ...HEALTHY_CASES,
];
