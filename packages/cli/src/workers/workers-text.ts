import type { ListedWorker } from '@earmark/ledger';
import { duration, textTable, utcMinute } from '@earmark/runtime/terminal';

/** Three heartbeats. */
const SILENT_SECONDS = 15;

const HEADER = [
  ...['WORKER', 'STATE', 'JOBS', 'DEVICE', 'THREADS', 'DECODE', 'FETCH', 'VERSION'],
  'STARTED (UTC)',
];

/** Workers as a table for people. */
export function workersText(workers: readonly ListedWorker[]): string {
  if (workers.length === 0) return 'No worker is running. Start one: earmark work\n';
  return textTable([HEADER, ...workers.map(toRow)]);
}

function toRow(worker: ListedWorker): readonly string[] {
  const { name, nJobs, device, slots, version, startedAt } = worker;
  const { threads, decode, fetch } = slots;
  return [
    name,
    workerStateText(worker),
    String(nJobs),
    device,
    ...[threads, decode, fetch].map(String),
    version,
    utcMinute(startedAt),
  ];
}

export type WorkerState = Pick<
  ListedWorker,
  'state' | 'blockedOn' | 'isDrainRequested' | 'secondsSinceSeen'
>;

/** `working`, `blocked on s3`, `draining`, `not seen for 3 min 0 s`. */
export function workerStateText(worker: WorkerState): string {
  const { state, blockedOn, isDrainRequested, secondsSinceSeen } = worker;
  if (secondsSinceSeen > SILENT_SECONDS) return `not seen for ${duration(secondsSinceSeen)}`;
  const service = blockedOn === null ? '' : ` on ${blockedOn}`;
  const text = state === 'draining' && service ? `draining, blocked${service}` : state + service;
  return isDrainRequested && state !== 'draining' ? `${text}, asked to drain` : text;
}
