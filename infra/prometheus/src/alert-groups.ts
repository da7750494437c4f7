import type { Alert } from './alert.ts';
import { MACHINE_ALERTS } from './alerts/machines.ts';
import { RUN_ALERTS } from './alerts/runs.ts';
import { SERVICE_ALERTS } from './alerts/services.ts';
import { WORKER_ALERTS } from './alerts/workers.ts';

/** Every alert, by subject. */
export const ALERT_GROUPS = {
  runs: RUN_ALERTS,
  workers: WORKER_ALERTS,
  services: SERVICE_ALERTS,
  machines: MACHINE_ALERTS,
} as const satisfies Readonly<Record<string, readonly Alert[]>>;

export const ALERTS: readonly Alert[] = Object.values(ALERT_GROUPS).flat();
