import type { ReportedModel, RunReport } from '@earmark/core/report/run-report.js';
import { formatCount } from './format.ts';
import { html, type Html } from './html.ts';
import { table, type Column } from './table.ts';

/** The models of the run and where their weights come from. */
export function modelsSection({ models }: RunReport): Html {
  return html`<section aria-labelledby="models">
    <h2 id="models">Models</h2>
    ${table('The models, and the SHA-256 of the weights each was run with', COLUMNS, models)}
  </section>`;
}

const COLUMNS: readonly Column<ReportedModel>[] = [
  {
    title: 'Model and weights',
    cell: ({ id, weightsSha256 }) => html`${id}<code class="hash">${weightsSha256}</code>`,
  },
  { title: 'Architecture', cell: ({ architecture }) => architecture },
  { title: 'Vocabulary', cell: ({ vocabulary }) => vocabulary },
  { title: 'Weights', cell: provenance },
  { title: 'Profile', cell: ({ profile }) => profile },
  { title: 'Tracks', cell: ({ nTracks }) => formatCount(nTracks), numeric: true },
];

function provenance({ published, demonstration }: ReportedModel): string {
  if (demonstration) return 'demonstration';
  return published ? 'as published' : 'own';
}
