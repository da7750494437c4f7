import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPool, type Pool } from '@earmark/ledger';
import { hasFfmpeg } from '../support/decoders.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { ledgerContent } from '../support/ledger.ts';
import { installProbe, probeScore, resampledByFfmpeg } from '../support/probe-network.ts';
import { createStageWithLedger, type Stage } from '../support/stage.ts';
import { writeWav } from '../support/wav.ts';

// Models that read audio at two rates, in one run.

const SECONDS = 2.5;
const PROBES = [
  { name: 'jamendo/fcn', sampleRate: 16_000 },
  { name: 'jamendo/short', sampleRate: 32_000 },
];

let stage: Stage;
let pool: Pool;
let track: string;
beforeAll(async () => {
  stage = await createStageWithLedger();
  pool = createPool(stage.variables['DATABASE_URL'] ?? '');
  track = join(stage.music, 'track.wav');
  writeWav(track, { sampleRate: 44_100, durationSeconds: SECONDS });
  const modelsFolder = join(stage.home, 'models');
  for (const probe of PROBES) await installProbe(modelsFolder, probe);
});
afterAll(async () => {
  await pool.end();
  stage.remove();
});

describe.skipIf(!hasFfmpeg)('models that read different rates', () => {
  test('have the scores of a decode at their own rate', async () => {
    const models = [...PROBES.map(({ name }) => name), 'jamendo/starter'].join();
    expect(await stage.run(['--models', models])).toMatchObject({ exitCode: 0 });
    const rows = await ledgerContent(pool);
    expect(rows.map(({ status }) => status)).toEqual(['tagged', 'tagged', 'tagged']);
    for (const { name, sampleRate } of PROBES) {
      const scored = rows.find((row) => row.name === name)?.scores?.[0];
      expect(scored).toBeCloseTo(scoreAt(sampleRate), 5);
    }
    // What lies above 8 kHz counts, so that no waveform of the other rate gives the same.
    const byWayOf16k = probeScore(resampledByFfmpeg(track, [16_000, 32_000]), 32_000);
    expect(Math.abs(byWayOf16k - scoreAt(32_000))).toBeGreaterThan(0.01);
  });

  test('are in the ledger with their rates, and a track has its duration and its level at 16 kHz', async () => {
    const { rows: models } = await pool.query(
      `select name, sample_rate as "sampleRate", input_length::float / sample_rate as seconds
       from model where name <> 'jamendo/starter' order by name`,
    );
    expect(models).toEqual(PROBES.map((probe) => ({ ...probe, seconds: 1 })));
    const { rows: tracks } = await pool.query<{ seconds: number; peak: number }>(
      'select duration_seconds as seconds, peak_dbfs as peak from track',
    );
    const peak = resampledByFfmpeg(track, [16_000]).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    expect(tracks[0]?.seconds).toBe(SECONDS);
    expect(tracks[0]?.peak).toBeCloseTo(20 * Math.log10(peak), 4);
  });

  test('are verified at their rates', async () => {
    const { exitCode, stdout } = await earmarkHere(['verify', '1', '--json'], stage.variables);
    const { rows } = JSON.parse(stdout) as { rows: { kind: string; maxDifference: number }[] };
    expect(exitCode).toBe(0);
    expect(rows.map(({ kind, maxDifference }) => ({ kind, maxDifference }))).toEqual(
      Array(3).fill({ kind: 'equal', maxDifference: 0 }),
    );
  });

  test('list the seconds of their chunks', async () => {
    const { stdout } = await earmarkHere(['models', 'list'], stage.variables);
    for (const { name } of PROBES) {
      expect(stdout).toMatch(new RegExp(`^${name} .* 1\\.0 s `, 'm'));
    }
  });
});

function scoreAt(sampleRate: number): number {
  return probeScore(resampledByFfmpeg(track, [sampleRate]), sampleRate);
}
