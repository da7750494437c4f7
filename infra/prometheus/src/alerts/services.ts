import type { Alert } from '../alert.ts';

/** About what the programs need: Postgres, Redis, S3, and Prometheus itself reaching its targets. */
export const SERVICE_ALERTS: readonly Alert[] = [
  {
    name: 'EarmarkServiceUnavailable',
    severity: 'critical',
    expr: `
      count by (service) (earmark_service_up == 0)`,
    for: '2m',
    summary: '{{ $value | printf "%.0f" }} programs of Earmark cannot use {{ $labels.service }}.',
  },
  {
    name: 'EarmarkServiceUnstable',
    severity: 'warning',
    // Of the program that lost it most often: an outage that every program notices counts once.
    expr: `
      max by (service) (increase(earmark_outages_total[1h])) > 4`,
    for: '0s',
    summary:
      'The service {{ $labels.service }} became unavailable {{ $value | printf "%.0f" }} times within an hour.',
  },
  {
    name: 'EarmarkSourceSlow',
    severity: 'warning',
    // The inference threads have nothing to do because tracks do not arrive.
    expr: `
      stage:earmark_stage_busy:ratio5m{stage="fetch"} > 0.9
      and on () (stage:earmark_stage_busy:ratio5m{stage="score"} < 0.5)
      and on () run:earmark_run_info:running
      unless on () (earmark_service_up == 0)`,
    for: '15m',
    summary:
      'The source is too slow: workers fetch {{ $value | humanizePercentage }} of the time, while most inference threads wait.',
  },
  {
    name: 'EarmarkTargetDown',
    severity: 'warning',
    // Workers may be switched off between runs, and a producer ends when its run is planned. An exporter does not answer
    // while its service is frozen, about which there is an alert.
    expr: `
      up{job=~"earmark-aggregator|node|dcgm"} == 0
      or (
        up{job=~"redis|postgres"} == 0
        unless on (job) label_replace(earmark_service_up == 0, "job", "$1", "service", "(.+)")
      )
      or (up{job="earmark-worker"} == 0 and on () run:earmark_run_info:running)`,
    for: '5m',
    summary: 'Prometheus cannot reach {{ $labels.instance }} ({{ $labels.job }}).',
  },
  {
    name: 'EarmarkTargetMissing',
    severity: 'warning',
    expr: `
      group by (job) (max_over_time(up{job=~"earmark-aggregator|redis|postgres|node|dcgm"}[1d]))
      unless on (job) up`,
    for: '10m',
    summary:
      'Prometheus no longer has a target of the job {{ $labels.job }}, which it had within the last day.',
  },
  {
    name: 'EarmarkRedisMayEvict',
    severity: 'warning',
    expr: `
      redis_instance_info{job="redis", maxmemory_policy!="noeviction"}`,
    for: '5m',
    summary:
      'Redis at {{ $labels.instance }} may evict jobs: its maxmemory-policy is {{ $labels.maxmemory_policy }}, not noeviction.',
  },
  {
    name: 'EarmarkRedisEvictsKeys',
    severity: 'critical',
    expr: `
      increase(redis_evicted_keys_total{job="redis"}[15m]) > 0`,
    for: '0s',
    summary:
      'Redis at {{ $labels.instance }} evicted {{ $value | printf "%.0f" }} keys in 15 minutes, and jobs may be among them.',
  },
  {
    name: 'EarmarkRedisMemoryAlmostFull',
    severity: 'warning',
    // Without maxmemory the machine is the limit.
    expr: `
      redis_memory_used_bytes{job="redis"}
      / (redis_memory_max_bytes{job="redis"} > 0 or redis_total_system_memory_bytes{job="redis"})
      > 0.9`,
    for: '10m',
    summary:
      'Redis at {{ $labels.instance }} uses {{ $value | humanizePercentage }} of the memory that it may use.',
  },
];
