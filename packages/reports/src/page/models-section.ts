import type { ReportedModel, RunReport, Software } from '@earmark/core/report';
import { formatCount } from '@earmark/core/text';
import { formatTime } from './format.ts';
import { html, type Html } from './html.ts';
import { type Column, table } from './table.ts';

/** The models of the run, the origin of their weights, and the software that ran them: all that is needed to reproduce it. */
export function modelsSection({ models, software }: RunReport): Html {
  return html`<section aria-labelledby="models">
    <h2 id="models">Models and software</h2>
    ${table('Models, with the SHA-256 of their weights', MODEL_COLUMNS, models)}
    ${
      software.length === 0
        ? html`<p>There are no predictions.</p>`
        : table('Software that decoded the audio and ran the models', SOFTWARE_COLUMNS, software)
    }
  </section>`;
}

const MODEL_COLUMNS: readonly Column<ReportedModel>[] = [
  {
    title: 'Model and weights',
    cell: ({ name, weightsSha256 }) => html`${name}<code class="hash">${weightsSha256}</code>`,
  },
  { title: 'Architecture', cell: ({ architecture }) => architecture },
  { title: 'Vocabulary', cell: ({ vocabulary }) => vocabulary },
  { title: 'Weights', cell: provenance },
  { title: 'Conversion', cell: ({ conversionVersion }) => conversionVersion },
  { title: 'Tracks', cell: ({ nTracks }) => formatCount(nTracks), numeric: true },
];

function provenance({ published, demonstration }: ReportedModel): string {
  if (demonstration) return 'demonstration';
  return published ? 'published' : 'own';
}

const SOFTWARE_COLUMNS: readonly Column<Software>[] = [
  { title: 'Decoder', cell: ({ decoder }) => decoder },
  { title: 'Resampler', cell: ({ resampler }) => resampler },
  { title: 'Runtime', cell: ({ runtime }) => runtime },
  { title: 'Device', cell: ({ device }) => device },
  { title: 'Earmark', cell: ({ earmarkVersion }) => earmarkVersion },
  { title: 'Predictions', cell: ({ nTasks }) => formatCount(nTasks), numeric: true },
  { title: 'First prediction', cell: ({ firstAt }) => formatTime(firstAt) },
  { title: 'Last prediction', cell: ({ lastAt }) => formatTime(lastAt) },
];
