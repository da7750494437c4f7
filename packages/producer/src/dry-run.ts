import { formatBytes, formatCount, formatCounted } from '@earmark/core/text';
import { chooseRunModels, fallBackText } from '@earmark/models';
import { type Context, HOST } from '@earmark/runtime/command';
import { showWork, withDisplay } from '@earmark/runtime/display';
import { duration, printable, textTable } from '@earmark/runtime/terminal';
import { withLedger } from '@earmark/services';
import { ignoredText, openSource, type Source } from '@earmark/source';
import { type PlanArguments, toPlanOptions } from './options.ts';
import { preview, type RunPreview } from './preview.ts';

/** Prints the plan for a source and writes nothing to the ledger. */
export async function dryRun(
  sourceName: string,
  options: PlanArguments & { readonly json?: true },
  context: Context,
): Promise<void> {
  const { env, signal, out } = context;
  const { json } = options;
  const source = await openSource(sourceName, { env, ...options });
  const models = await chooseRunModels(env, options);
  await withLedger(context, async ({ pool }) => {
    const plan = toPlanOptions(options);
    const previewed = await withDisplay(context, { json }, (display) =>
      preview(pool, source, models, plan, { host: HOST, signal, onWork: showWork(display) }),
    );
    out.write(
      json
        ? `${JSON.stringify({ source: source.name, ...previewed, ignored: source.ignored })}\n`
        : previewText(source, previewed, fallBackText(options.profile, models)),
    );
  });
}

/**
 * The plan of a run, as lines for people.
 *
 * @param note on its models, if there is one
 */
export function previewText(source: Source, preview: RunPreview, note: string | null): string {
  const { nTracks, nTasks, nDone, nTracksOwed, bytesOwed, models, resumes } = preview;
  const left = ignoredText(source.ignored);
  const rows = [
    ['  source', printable(source.name)],
    ['  models', models.map(({ model }) => model).join(', ')],
    ['  tracks', formatCount(nTracks) + (left && ` (${left})`)],
    ['  tasks', `${formatCount(nTasks)}, ${formatCount(nDone)} of them already done`],
    [
      '  owed',
      `${formatCounted(nTasks - nDone, 'task')} of ${formatCounted(nTracksOwed, 'track')}, ${formatBytes(bytesOwed)} to read`,
    ],
    ['  time', timeText(preview)],
    ['  run', resumes === null ? 'a new run' : `resumes run ${String(resumes)}`],
  ];
  return `Plan (nothing was written):\n${textTable(rows)}${note === null ? '' : `${note}\n`}`;
}

function timeText({ nTasks, nDone, seconds, models }: RunPreview): string {
  if (nTasks === nDone) return 'none: every task is already done';
  if (seconds !== null) {
    const each = seconds / (nTasks - nDone);
    return `${duration(seconds)} on this machine, at ${each.toPrecision(2)} s per task as last measured`;
  }
  const untimed = models.filter((model) => model.nOwed > 0 && model.secondsPerTask === null);
  return `unknown: this machine has not yet run ${untimed.map(({ model }) => model).join(', ')}`;
}
