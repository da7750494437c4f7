import {
  type FileFailure,
  mergeFailures,
  MAX_LISTED_FAILURES,
  type RunReport,
} from '@earmark/core/report';
import { formatCount, formatCounted } from '@earmark/core/text';
import { formatShare } from './format.ts';
import { html, type Html } from './html.ts';
import { type Column, table } from './table.ts';

/** A list with more rows than this is collapsed. */
const MAX_OPEN_ROWS = 20;

/** Failures: their number by code, then the files. */
export function failuresSection(report: RunReport): Html {
  const { byCode } = report.failures;
  return html`<section aria-labelledby="failures">
    <h2 id="failures">Failures</h2>
    ${byCode.length === 0 ? html`<p>No task failed.</p>` : failures(report)}
  </section>`;
}

function failures({ run, failures: { byCode, listed }, models }: RunReport): Html {
  const files = mergeFailures(listed);
  const fileTable = table(listCaption(listed.length), fileColumns(models.length), files);
  return html`${table('Failed tasks by code', codeColumns(run.tasks.planned), byCode)}
  ${
    files.length <= MAX_OPEN_ROWS
      ? fileTable
      : html`<details>
          <summary>${formatCounted(files.length, 'file')} with failures</summary>
          ${fileTable}
        </details>`
  }`;
}

function listCaption(nListed: number): string {
  return nListed < MAX_LISTED_FAILURES
    ? 'Files that failed'
    : `Files of the first ${formatCounted(nListed, 'failed task')}`;
}

function codeColumns(nPlanned: number): Column<{ code: string; count: number }>[] {
  return [
    { title: 'Code', cell: ({ code }) => html`<code>${code}</code>` },
    { title: 'Tasks', cell: ({ count }) => formatCount(count), numeric: true },
    {
      title: 'Share of tasks',
      cell: ({ count }) => formatShare(nPlanned === 0 ? null : count / nPlanned),
      numeric: true,
    },
  ];
}

function fileColumns(nModels: number): Column<FileFailure>[] {
  return [
    { title: 'File', cell: ({ file }) => html`<bdi class="file">${file}</bdi>` },
    { title: 'Models', cell: ({ models }) => namedModels(models, nModels) },
    { title: 'Code', cell: ({ code }) => html`<code>${code}</code>` },
    { title: 'Message', cell: ({ message }) => html`<div class="message">${message}</div>` },
  ];
}

function namedModels(models: readonly string[], nModels: number): string {
  return models.length === 0 || models.length === nModels ? 'all' : models.join(', ');
}
