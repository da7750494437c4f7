import { expect, test } from 'vitest';
import type { MetricRow } from './metric-row.ts';
import { METRICS } from './metric-table.ts';
import { createMetrics } from './metrics.ts';

/** The lines of a metric in what Prometheus reads. */
async function scraped(metrics: ReturnType<typeof createMetrics>, name: string) {
  return (await metrics.scrape()).split('\n').filter((line) => line.startsWith(name));
}

test('a series is scraped as 0 before it shows what was counted', async () => {
  const metrics = createMetrics();
  const { taskFailures } = metrics.add('worker');
  taskFailures.inc({ run: '1', model: 'a/b', code: 'AUDIO_EMPTY' }, 7);
  const series = 'earmark_task_failures_total{run="1",model="a/b",code="AUDIO_EMPTY"}';
  expect(await scraped(metrics, series)).toEqual([`${series} 0`]);
  taskFailures.inc({ run: '1', model: 'a/b', code: 'AUDIO_EMPTY' });
  expect(await scraped(metrics, series)).toEqual([`${series} 8`]);
});

test('a counter follows a total that is counted elsewhere', async () => {
  const metrics = createMetrics();
  const { stageBusySeconds } = metrics.add('worker');
  const name = 'earmark_stage_busy_seconds_total{stage="decode"}';
  stageBusySeconds.countTo({ stage: 'decode' }, 1.5);
  expect(await scraped(metrics, name)).toEqual([`${name} 0`]);
  stageBusySeconds.countTo({ stage: 'decode' }, 2);
  expect(await scraped(metrics, name)).toEqual([`${name} 2`]);
});

test('the series of a run are removed together', async () => {
  const metrics = createMetrics();
  const { tracks } = metrics.add('worker');
  tracks.inc({ run: '1' });
  tracks.inc({ run: '2' });
  tracks.forget('run', '1');
  expect(await scraped(metrics, 'earmark_tracks_total{')).toEqual([
    'earmark_tracks_total{run="2"} 0',
  ]);
});

test('a scrape goes on without what cannot be read', async () => {
  const metrics = createMetrics();
  metrics.onScrape(() => Promise.reject(new Error('the ledger does not answer')));
  metrics.onScrape(() => {
    throw new Error('broken');
  });
  expect(await scraped(metrics, 'process_resident_memory_bytes')).toHaveLength(1);
});

const sections: readonly Readonly<Record<string, MetricRow>>[] = Object.values(METRICS);
const rows = sections.flatMap((section) => Object.values(section));

test('every metric has one row', () => {
  const names = rows.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test.each(rows)('$name is named as Prometheus asks', ({ name, type, help, buckets }) => {
  expect(name).toMatch(/^earmark_[a-z_]+$/);
  expect(name.endsWith('_total')).toBe(type === 'counter');
  expect(help).toMatch(/\.$/);
  expect(buckets !== undefined).toBe(type === 'histogram');
});

test.each(rows)('no label of $name has a value of its own for each track', ({ labels }) => {
  expect(labels).not.toEqual(expect.arrayContaining([expect.stringMatching(/track|file|uri|job/)]));
});
