import { createDashboard, type DashboardRow } from './create-dashboard.ts';
import { graph, labelTable } from './metric-panels.ts';
import { labelVariable } from './variables.ts';

const REDIS: DashboardRow = {
  title: 'Redis: the queue',
  lines: [
    [
      graph({
        title: 'Redis memory',
        description:
          'Memory in use, and maxmemory where it is set. Redis refuses jobs when the first reaches the second.',
        unit: 'bytes',
        expr: `label_replace(redis_memory_used_bytes{instance=~"$redis"}, "what", "used", "", "")
or label_replace(redis_memory_max_bytes{instance=~"$redis"} > 0, "what", "maxmemory", "", "")`,
        legend: '{{what}} {{instance}}',
      }),
      labelTable({
        title: 'Eviction policy',
        description:
          'The policy must be noeviction: under any other one Redis may drop jobs, and an aggregator has to enqueue them again.',
        unit: 'none',
        expr: 'max by (instance, maxmemory_policy, redis_version) (redis_instance_info{instance=~"$redis"})',
      }),
      graph({
        title: 'Evicted keys per minute',
        description: 'Keys that Redis dropped for lack of memory. It must always be 0.',
        unit: 'suffix: keys/min',
        expr: '60 * rate(redis_evicted_keys_total{instance=~"$redis"}[$__rate_interval])',
        legend: '{{instance}}',
      }),
    ],
    [
      graph({
        title: 'Redis connections',
        description: 'Clients that are connected, of those that Redis admits.',
        unit: 'percentunit',
        max: 1,
        expr: 'redis_connected_clients{instance=~"$redis"} / redis_config_maxclients{instance=~"$redis"}',
        legend: '{{instance}}',
      }),
      graph({
        title: 'Rejected connections per minute',
        description: 'Connections that Redis refused because its limit was reached.',
        unit: 'suffix: connections/min',
        expr: '60 * rate(redis_rejected_connections_total{instance=~"$redis"}[$__rate_interval])',
        legend: '{{instance}}',
      }),
      graph({
        title: 'Redis commands per second',
        description: 'Commands that Redis processed.',
        unit: 'ops',
        expr: 'rate(redis_commands_processed_total{instance=~"$redis"}[$__rate_interval])',
        legend: '{{instance}}',
      }),
    ],
  ],
};

const POSTGRES: DashboardRow = {
  title: 'Postgres: the ledger',
  lines: [
    [
      graph({
        title: 'Postgres connections',
        description: 'Connections of all clients by state, of those that Postgres admits.',
        unit: 'percentunit',
        stacked: true,
        expr: 'sum by (instance, state) (pg_stat_activity_count{instance=~"$postgres"}) / on (instance) group_left () max by (instance) (pg_settings_max_connections{instance=~"$postgres"})',
        legend: '{{state}} {{instance}}',
      }),
      graph({
        title: 'Locks',
        description: 'Locks that are held or awaited, by mode.',
        unit: 'none',
        stacked: true,
        expr: 'sum by (mode) (pg_locks_count{instance=~"$postgres"})',
        legend: '{{mode}}',
      }),
      graph({
        title: 'Size of the databases',
        description: 'Size on disk of each database.',
        unit: 'bytes',
        expr: 'max by (instance, datname) (pg_database_size_bytes{instance=~"$postgres", datname!~"template.*"})',
        legend: '{{datname}} {{instance}}',
      }),
    ],
    [
      ...[0.5, 0.95].map((quantile) =>
        graph({
          title: `Settle latency, p${String(100 * quantile)}`,
          description: `Time that a job takes to be settled in the ledger, the wait for its group included: ${String(100 * quantile)} % of the jobs took no longer.`,
          unit: 's',
          expr: `histogram_quantile(${String(quantile)}, sum by (le, instance) (rate(earmark_stage_seconds_bucket{stage="settle"}[$__rate_interval])))`,
          legend: '{{instance}}',
        }),
      ),
      graph({
        title: 'Connections of the programs',
        description:
          'Connections of all programs to the ledger that are idle or busy, and requests that wait for one.',
        unit: 'none',
        stacked: true,
        expr: 'sum by (state) (earmark_database_connections)',
        legend: '{{state}}',
      }),
    ],
  ],
};

/** Whether Redis and Postgres have room for what the fleet asks of them. */
export const SERVICES = createDashboard({
  uid: 'earmark-services',
  title: 'Earmark: services',
  description: 'Whether Redis and Postgres have room for what the fleet asks of them.',
  from: 'now-1h',
  refresh: '30s',
  variables: [
    labelVariable({
      name: 'redis',
      label: 'Redis',
      description: 'Redis servers that are shown, by the address of their exporter.',
      metric: 'redis_up',
      labelName: 'instance',
    }),
    labelVariable({
      name: 'postgres',
      label: 'Postgres',
      description: 'Postgres servers that are shown, by the address of their exporter.',
      metric: 'pg_up',
      labelName: 'instance',
    }),
  ],
  rows: [REDIS, POSTGRES],
});
