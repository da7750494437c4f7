import type { RequestedRun } from '@earmark/ledger';

/** The command that resumes this run while it is unfinished: one with the same fingerprint. */
export function runCommandLine({ source, models, options }: RequestedRun): string {
  const { topK, threshold, limit, force, splitJobs } = options;
  const named = Array.isArray(options['source']) ? options['source'].map(String) : [source];
  return [
    'earmark run',
    ...named.map(quoted),
    `--models ${models.join(',')}`,
    ...(typeof topK === 'number' ? [`--top-k ${String(topK)}`] : []),
    ...(typeof threshold === 'number' ? [`--threshold ${String(threshold)}`] : []),
    ...(typeof limit === 'number' ? [`--limit ${String(limit)}`] : []),
    ...(force === true ? ['--force'] : []),
    ...(splitJobs === true ? ['--split-jobs'] : []),
  ].join(' ');
}

/** Quoted so that a shell reads one word. */
function quoted(word: string): string {
  return /^[\w./:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
