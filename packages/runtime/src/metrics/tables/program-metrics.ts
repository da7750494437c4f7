import type { MetricRows } from '../metric-row.ts';

const DELAY_BUCKETS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

/** Served by producer, worker and aggregator alike. */
export const PROGRAM_METRICS = {
  buildInfo: {
    name: 'earmark_build_info',
    type: 'gauge',
    labels: ['program', 'version', 'node'],
    help: '1; the labels say which program this is, and its versions.',
  },
  serviceUp: {
    name: 'earmark_service_up',
    type: 'gauge',
    labels: ['service'],
    help: 'Whether this program reaches a service that it uses: postgres, redis, s3. 1 or 0.',
  },
  outages: {
    name: 'earmark_outages_total',
    type: 'counter',
    labels: ['service'],
    help: 'Times at which a service became unavailable for this program.',
  },
  outageSeconds: {
    name: 'earmark_outage_seconds_total',
    type: 'counter',
    labels: ['service'],
    help: 'Seconds for which a service was unavailable, those of the current outage included.',
  },
  databaseConnections: {
    name: 'earmark_database_connections',
    type: 'gauge',
    labels: ['state'],
    help: 'Connections of this program to the ledger that are idle or busy, and requests waiting for one.',
  },
  eventLoopDelay: {
    name: 'earmark_event_loop_delay_seconds',
    type: 'histogram',
    labels: [],
    buckets: DELAY_BUCKETS,
    help: 'How late the event loop ran a timer, ten times a second.',
  },
  diskFree: {
    name: 'earmark_disk_free_bytes',
    type: 'gauge',
    labels: ['folder'],
    help: 'Free space of the file system that holds the folder: temporary (TMPDIR), and home (EARMARK_HOME) where it exists.',
  },
  diskSize: {
    name: 'earmark_disk_size_bytes',
    type: 'gauge',
    labels: ['folder'],
    help: 'Size of that file system.',
  },
} as const satisfies MetricRows;
