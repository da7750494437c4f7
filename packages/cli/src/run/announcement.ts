import type { InstalledModel } from '@earmark/core/model';
import { formatCounted } from '@earmark/core/text';
import type { ChosenDevice } from '@earmark/inference/devices';
import { VERSION } from '@earmark/runtime/command';
import { printable, textTable } from '@earmark/runtime/terminal';
import type { Source } from '@earmark/source';
import type { Planned } from './plan.ts';

/** What is in use, as `run` says first. */
export interface Parts {
  readonly source: Source;
  readonly models: readonly InstalledModel[];
  readonly decoder: string;
  readonly device: string;
  readonly ledger: string;
  readonly queue: string;
}

export function announcement({ source, models, decoder, device, ledger, queue }: Parts): string {
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
The starter model is a demonstration: it has heard game soundtracks only. For real work install the
published models: earmark models pull
`;

/** What the producer planned, in a line. */
export function planText({ runId, nTracks, nTasks, nSettled, ignored }: Planned): string {
  const others = ignored.hidden + ignored.notAudio;
  return (
    `Run ${String(runId)}: ${formatCounted(nTracks, 'track')}, ${formatCounted(nTasks, 'task')}` +
    (nSettled > 0 ? `, ${formatCounted(nSettled, 'task')} done before` : '') +
    (nSettled === nTasks ? ': nothing to tag' : '') +
    (others > 0 ? ` (${formatCounted(others, 'other file')} ignored)` : '')
  );
}

/** `cpu`, `cuda, a worker on each of 2 GPUs`. */
export function describeDevice({ name, because }: ChosenDevice, nWorkers: number): string {
  const workers = nWorkers > 1 ? `, a worker on each of ${String(nWorkers)} GPUs` : '';
  return `${name}${workers}${because === undefined ? '' : ` (${because})`}`;
}
