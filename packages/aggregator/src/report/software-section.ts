import type { RunReport, Tagger } from '@earmark/core/report/run-report.js';
import { formatCount } from './format.ts';
import { html, type Html } from './html.ts';
import { table, type Column } from './table.ts';

/** The software that made the predictions, so that they can be made again. */
export function softwareSection({ taggers }: RunReport): Html {
  return html`<section aria-labelledby="software">
    <h2 id="software">Software</h2>
    ${
      taggers.length === 0
        ? html`<p>Nothing was predicted.</p>`
        : table('What decoded the audio and ran the models', COLUMNS, taggers)
    }
  </section>`;
}

const COLUMNS: readonly Column<Tagger>[] = [
  { title: 'Decoder', cell: ({ decoder }) => decoder },
  { title: 'Resampler', cell: ({ resampler }) => resampler },
  { title: 'Runtime', cell: ({ runtime }) => runtime },
  { title: 'Device', cell: ({ device }) => device },
  { title: 'Earmark', cell: ({ earmarkVersion }) => earmarkVersion },
  { title: 'Predictions', cell: ({ nTasks }) => formatCount(nTasks), numeric: true },
];
