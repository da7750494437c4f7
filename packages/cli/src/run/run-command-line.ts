import { toArguments } from '@earmark/core/run';
import type { RequestedRun } from '@earmark/ledger';

/** The command that resumes this run while it is unfinished: one with the same fingerprint. */
export function runCommandLine({ source, models, options }: RequestedRun): string {
  const words = [
    ...(options.source ?? [source]),
    ...['--models', models.join(',')],
    ...toArguments(options),
  ];
  return `earmark run ${words.map(quoted).join(' ')}`;
}

/** Quoted so that a shell reads one word. */
function quoted(word: string): string {
  return /^[\w./:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
