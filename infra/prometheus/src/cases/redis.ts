import { redis } from './healthy-system.ts';
import { type Case, constant, rising } from './series.ts';

const REDIS = { job: 'redis', instance: 'redis-exporter:9121' };
const NO_EVICTION = redis('redis_instance_info', { maxmemory_policy: 'noeviction' });

export const REDIS_CASES: readonly Case[] = [
  {
    about: 'EarmarkRedisMayEvict',
    title: 'fires when the policy of Redis is not noeviction',
    series: {
      [NO_EVICTION]: '_x240',
      [redis('redis_instance_info', { maxmemory_policy: 'allkeys-lru' })]: constant(1),
    },
    at: [10],
    fires: [
      {
        alert: 'EarmarkRedisMayEvict',
        labels: { ...REDIS, maxmemory_policy: 'allkeys-lru' },
        summary:
          'Redis at redis-exporter:9121 may evict jobs: its maxmemory-policy is allkeys-lru, not noeviction.',
      },
    ],
  },
  {
    about: 'EarmarkRedisMayEvict',
    title: 'does not fire when the policy is noeviction',
    series: { [NO_EVICTION]: constant(1) },
    at: [10, 20],
    fires: [],
  },
  {
    about: 'EarmarkRedisEvictsKeys',
    title: 'fires when Redis evicts keys',
    series: { [redis('redis_evicted_keys_total')]: rising(0, 10) },
    at: [20],
    fires: [
      {
        alert: 'EarmarkRedisEvictsKeys',
        labels: REDIS,
        summary:
          'Redis at redis-exporter:9121 evicted 150 keys in 15 minutes, and jobs may be among them.',
      },
    ],
  },
  {
    about: 'EarmarkRedisEvictsKeys',
    title: 'does not fire for keys that were evicted long ago',
    series: { [redis('redis_evicted_keys_total')]: constant(4_711) },
    at: [20, 30],
    fires: [],
  },
  {
    about: 'EarmarkRedisMemoryAlmostFull',
    title: 'fires when Redis uses more than 90 % of maxmemory',
    series: {
      [redis('redis_memory_used_bytes')]: constant(950),
      [redis('redis_memory_max_bytes')]: constant(1_000),
    },
    at: [15],
    fires: [
      {
        alert: 'EarmarkRedisMemoryAlmostFull',
        labels: REDIS,
        summary: 'Redis at redis-exporter:9121 uses 95% of the memory that it may use.',
      },
    ],
  },
  {
    about: 'EarmarkRedisMemoryAlmostFull',
    title: 'does not fire when maxmemory is not set and the machine has more',
    series: {
      [redis('redis_memory_used_bytes')]: constant(800),
      [redis('redis_total_system_memory_bytes')]: constant(1_000),
    },
    at: [15],
    fires: [],
  },
];
