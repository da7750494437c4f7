import type { InstalledModel } from '@earmark/core/model';
import { formatCounted } from '@earmark/core/text';
import type { ChosenDevice } from '@earmark/inference/devices';
import { VERSION } from '@earmark/runtime/command';
import { printable, textTable } from '@earmark/runtime/terminal';
import { ignoredText, type Source } from '@earmark/source';
import type { Planned } from './plan.ts';

/** What a run uses. */
export interface RunSetup {
  readonly source: Source;
  readonly models: readonly InstalledModel[];
  readonly decoder: string;
  readonly device: string;
  readonly ledger: string;
  readonly queue: string;
}

/** The first lines that `run` prints. */
export function announcement({ source, models, decoder, device, ledger, queue }: RunSetup): string {
  const rows = [
    ['  source', printable(source.name)],
    ['  models', models.map(({ spec }) => spec.name).join(', ')],
    ['  ledger', ledger],
    ['  queue', queue],
    ['  decoder', decoder],
    ['  device', device],
  ];
  const isDemonstration = models.some(({ spec }) => spec.demonstration);
  return `Earmark ${VERSION}\n${textTable(rows)}${isDemonstration ? DEMONSTRATION : ''}`;
}

const DEMONSTRATION = `
The starter model is a demonstration: it was trained on game soundtracks only. For real work install the
published models: earmark models pull
`;

/** What the producer planned, in one line. */
export function planText({ runId, nTracks, nTasks, nSettled, ignored }: Planned): string {
  const left = ignoredText(ignored);
  return (
    `Run ${String(runId)}: ${formatCounted(nTracks, 'track')}, ${formatCounted(nTasks, 'task')}` +
    (nSettled > 0 ? `, ${formatCounted(nSettled, 'task')} already done` : '') +
    (nSettled === nTasks ? ': nothing to tag' : '') +
    (left && ` (${left})`)
  );
}

/** `cpu`, `cuda, one worker per GPU on 2 GPUs`. */
export function describeDevice({ name, because }: ChosenDevice, nWorkers: number): string {
  const workers = nWorkers > 1 ? `, one worker per GPU on ${String(nWorkers)} GPUs` : '';
  return `${name}${workers}${because === undefined ? '' : ` (${because})`}`;
}
