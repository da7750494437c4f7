// node plan-simulated.js KEYS, with DATABASE_URL and EARMARK_HOME: plans a run of so many simulated keys and all
// installed models; prints how long it took, and its own memory.
import { DEFAULT_RUN_OPTIONS } from '@earmark/core/run';
import { createPool, inTransaction, migrate, registerModels } from '@earmark/ledger';
import { chooseModels, readKnownModels, vocabularyOf } from '@earmark/models';
import { planRun } from '@earmark/producer';
import { parseEnvironment } from '@earmark/runtime/config';
import { createRetryWhileUnavailable } from '@earmark/runtime/process';
import { peakMemory } from './peak-memory.ts';
import { simulatedSource } from './simulated-source.ts';

export interface PlannedSimulation {
  readonly seconds: number;
  readonly peakBytes: number;
}

const env = parseEnvironment(process.env);
const pool = createPool(env.DATABASE_URL ?? '');
await migrate(pool);
const models = await Promise.all(
  chooseModels(await readKnownModels(env), {}).map(async (model) => {
    return { model, vocabulary: await vocabularyOf(model.spec) };
  }),
);
const keys = await inTransaction(pool, (client) => registerModels(client, models));
const begin = performance.now();
await planRun(pool, simulatedSource(Number(process.argv[2])), keys, DEFAULT_RUN_OPTIONS, {
  retryWhileUnavailable: createRetryWhileUnavailable({}),
  settledBy: 'bench',
  signal: new AbortController().signal,
});
const planned: PlannedSimulation = {
  seconds: (performance.now() - begin) / 1_000,
  peakBytes: peakMemory(),
};
process.stdout.write(JSON.stringify(planned));
await pool.end();
