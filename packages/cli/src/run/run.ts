import { openServices } from '@earmark/runtime/embedded/services.js';
import { chooseModels } from '@earmark/runtime/models/choose-models.js';
import { readModels, type ModelAtHand } from '@earmark/runtime/models/model-registry.js';
import { migrate } from '@earmark/runtime/postgres/migrate.js';
import { createPool } from '@earmark/runtime/postgres/pool.js';
import { openSource } from '@earmark/runtime/source/open-source.js';
import type { Source } from '@earmark/runtime/source/source.js';
import type { Context } from '../context.ts';
import { describeDecoder } from '../decoder.ts';
import { Explained, INTERRUPTED } from '../explained.ts';
import { counted, duration } from '../terminal/quantities.ts';
import { printable } from '../terminal/printable.ts';
import { textTable } from '../terminal/table.ts';
import { VERSION } from '../version.ts';
import { createDisplay, silentDisplay, type Display } from './display.ts';
import { plan, type Planned } from './plan.ts';
import { createPrograms } from './programs.ts';
import { summarise, type Summary } from './summary.ts';
import { summaryText } from './summary-text.ts';
import { tagAndReport } from './tag-and-report.ts';

export interface RunOptions {
  readonly models?: readonly string[];
  readonly topK: number;
  readonly threshold: number;
  readonly out: string;
  readonly limit?: number;
  readonly force?: true;
  readonly threads: number;
  readonly fetch: number;
  readonly decode: number;
  readonly maxDuration: number;
  readonly json?: true;
}

/**
 * Plans, tags and reports on this machine: starts the services that are not named, then the producer, a worker
 * and an aggregator, and stops all of them. The same command again goes on where it was.
 *
 * @throws Explained with exit code 1 when some tasks failed, 130 when it was interrupted
 */
export async function run(
  sourceName: string,
  options: RunOptions,
  context: Context,
): Promise<void> {
  const begin = performance.now();
  const display = options.json ? silentDisplay(context) : createDisplay(context, Date.now);
  const source = await openSource(sourceName);
  const models = chooseModels(await readModels(context.env), options.models);
  const decoder = await describeDecoder(context);
  const services = await openServices(context.env, 'private');
  const pool = createPool(services.databaseUrl);
  context.signal.addEventListener('abort', () => {
    display.line('Stopping when the tracks in hand are settled. Once more: at once.');
  });
  try {
    await migrate(pool);
    announce(display, { source, models, decoder, ...services.description });
    const startProgram = createPrograms(context, services, display);
    const planned = await plan(startProgram, planArgs(source, models, options), context.signal);
    display.line(planText(planned));
    await tagAndReport(
      planned,
      { workArgs: workArgs(options), out: options.out },
      { pool, startProgram, display },
      context.signal,
    );
    const summary = await summarise(pool, planned.runId, options);
    const seconds = (performance.now() - begin) / 1_000;
    display.line(`\n${summaryText(summary)}\n${endText(summary, seconds)}`);
    if (options.json) context.out.write(`${JSON.stringify(summary)}\n`);
    if (summary.tasks.failed > 0) throw new Explained(1);
  } catch (error) {
    if (!context.signal.aborted) throw error;
    display.line('Stopped. Nothing is lost: the same command goes on where it was.');
    throw new Explained(INTERRUPTED);
  } finally {
    await pool.end();
    await services.close();
  }
}

function announce(
  display: Display,
  parts: {
    readonly source: Source;
    readonly models: readonly ModelAtHand[];
    readonly decoder: string;
    readonly ledger: string;
    readonly queue: string;
  },
): void {
  const names = parts.models.map(({ model }) => model.id).join(', ');
  display.line(
    `Earmark ${VERSION}\n` +
      textTable([
        ['  source', printable(parts.source.name)],
        ['  models', names],
        ['  ledger', parts.ledger],
        ['  queue', parts.queue],
        ['  decoder', parts.decoder],
      ]),
  );
  if (parts.models.some(({ model }) => model.demonstration)) {
    display.line(
      'The starter model is a demonstration: it has heard game soundtracks only. For real work install the\n' +
        'published models: earmark models import DIR\n',
    );
  }
}

function planArgs(source: Source, models: readonly ModelAtHand[], options: RunOptions): string[] {
  return [
    source.name,
    ...['--models', models.map(({ model }) => model.id).join(',')],
    ...['--top-k', String(options.topK)],
    ...['--threshold', String(options.threshold)],
    ...(options.limit === undefined ? [] : ['--limit', String(options.limit)]),
    ...(options.force ? ['--force'] : []),
  ];
}

function workArgs(options: RunOptions): string[] {
  return [
    ...['--threads', String(options.threads)],
    ...['--fetch', String(options.fetch)],
    ...['--decode', String(options.decode)],
    ...['--max-duration', String(options.maxDuration)],
  ];
}

function planText({ runId, nTracks, nTasks, nSettled, ignored }: Planned): string {
  const others = ignored.hidden + ignored.notAudio;
  return (
    `Run ${String(runId)}: ${counted(nTracks, 'track')}, ${counted(nTasks, 'task')}` +
    (nSettled > 0 ? `, ${counted(nSettled, 'task')} done before` : '') +
    (nSettled === nTasks ? ': nothing to tag' : '') +
    (others > 0 ? ` (${counted(others, 'other file')} ignored)` : '')
  );
}

function endText({ tasks, audioSeconds }: Summary, seconds: number): string {
  const { tagged, reused, failed } = tasks;
  return (
    `${counted(tagged, 'task')} tagged, ${String(reused)} known before, ${String(failed)} failed; ` +
    `${duration(audioSeconds)} of audio. This command took ${duration(seconds)}.`
  );
}
