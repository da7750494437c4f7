import { constant, rising, type Series, target, type Target } from './series.ts';

export const activeAggregator = target('earmark-aggregator', 'queue-1:9466');
export const otherAggregator = target('earmark-aggregator', 'queue-2:9466');
export const worker = target('earmark-worker', 'worker-1:9465');
export const otherWorker = target('earmark-worker', 'worker-2:9465');
export const redis = target('redis', 'redis-exporter:9121');
export const postgres = target('postgres', 'postgres-exporter:9187');
export const node = target('node', 'queue-1:9100');
export const dcgm = target('dcgm', 'worker-1:9400');

export const GPU = { gpu: '0', Hostname: 'worker-1' };
export const LEDGER_DISK = {
  mountpoint: '/var/lib/postgresql',
  fstype: 'ext4',
  device: '/dev/sdb',
};
const GIB = 2 ** 30;

/** Two aggregators, two idle workers, their services and machines; no run. */
export function healthySystem(): Series {
  return {
    ...program(activeAggregator, ['postgres', 'redis']),
    ...program(otherAggregator, ['postgres', 'redis']),
    ...program(worker, ['postgres', 'redis', 's3']),
    ...program(otherWorker, ['postgres', 'redis', 's3']),
    ...reconciler(activeAggregator),
    ...reconciler(otherAggregator),
    ...tagger(worker),
    ...tagger(otherWorker),
    ...servedByActive(activeAggregator),
    [otherAggregator('earmark_aggregator_active')]: constant(0),
    ...services(),
    ...machines(),
  };
}

/** What only the active aggregator serves. */
export function servedByActive(aggregator: Target): Series {
  return {
    [aggregator('earmark_aggregator_active')]: constant(1),
    [aggregator('earmark_queue_jobs', { state: 'waiting' })]: constant(0),
    [aggregator('earmark_queue_jobs', { state: 'active' })]: constant(0),
    [aggregator('earmark_workers', { state: 'idle' })]: constant(2),
    [aggregator('earmark_workers', { state: 'working' })]: constant(0),
    [aggregator('earmark_workers', { state: 'blocked' })]: constant(0),
    [aggregator('earmark_workers', { state: 'draining' })]: constant(0),
  };
}

function program(of: Target, names: readonly string[]): Series {
  const services = names.flatMap((service) => [
    [of('earmark_service_up', { service }), constant(1)],
    [of('earmark_outages_total', { service }), constant(0)],
  ]);
  // Ten timers a second, none of them more than 5 ms late.
  const delays = ['0.005', '0.2', '0.5', '1', '+Inf'].map((le) => [
    of('earmark_event_loop_delay_seconds_bucket', { le }),
    rising(0, 600),
  ]);
  return {
    [of('up')]: constant(1),
    [of('process_start_time_seconds')]: constant(1),
    [of('earmark_disk_free_bytes', { folder: 'temporary' })]: constant(40 * GIB),
    [of('earmark_disk_size_bytes', { folder: 'temporary' })]: constant(100 * GIB),
    ...(Object.fromEntries([...services, ...delays]) as Series),
  };
}

function reconciler(of: Target): Series {
  return { [of('earmark_repairs_total', { repair: 'reenqueued' })]: constant(0) };
}

function tagger(of: Target): Series {
  return {
    [of('earmark_stalled_jobs_total')]: constant(0),
    [of('earmark_stage_slots', { stage: 'score' })]: constant(8),
    [of('earmark_stage_busy_seconds_total', { stage: 'score' })]: constant(0),
  };
}

function services(): Series {
  return {
    [redis('up')]: constant(1),
    [redis('redis_instance_info', { maxmemory_policy: 'noeviction' })]: constant(1),
    [redis('redis_evicted_keys_total')]: constant(0),
    [redis('redis_memory_used_bytes')]: constant(20 * 2 ** 20),
    [redis('redis_memory_max_bytes')]: constant(0),
    [redis('redis_total_system_memory_bytes')]: constant(16 * GIB),
    [postgres('up')]: constant(1),
  };
}

function machines(): Series {
  return {
    [node('up')]: constant(1),
    [node('node_filesystem_avail_bytes', LEDGER_DISK)]: constant(200 * GIB),
    [node('node_filesystem_size_bytes', LEDGER_DISK)]: constant(500 * GIB),
    [node('node_filesystem_readonly', LEDGER_DISK)]: constant(0),
    [dcgm('up')]: constant(1),
    [dcgm('DCGM_FI_DEV_XID_ERRORS', GPU)]: constant(0),
    [dcgm('DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS', GPU)]: constant(0),
  };
}
