import { toArguments } from '@earmark/core/run';
import type { RequestedRun } from '@earmark/ledger';

/** The command that resumes this run while it is unfinished: of the same fingerprint. */
export function runCommandLine({ source, models, options }: RequestedRun): string {
  const words = [
    ...(options.source ?? [source]),
    ...['--models', models.join(',')],
    ...toArguments(options),
  ];
  return `earmark run ${words.map(quoted).join(' ')}`;
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w./:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
