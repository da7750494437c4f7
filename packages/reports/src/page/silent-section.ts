import { MAX_LISTED_SILENT_TRACKS, type RunReport } from '@earmark/core/report';
import { formatCounted } from '@earmark/core/text';
import { html, type Html } from './html.ts';
import { type Column, table } from './table.ts';

type SilentTrack = RunReport['silentTracks']['listed'][number];

/** Tracks without sound; nothing when there are none. */
export function silentSection({ silentTracks: { count, listed } }: RunReport): Html | null {
  if (count === 0) return null;
  const caption =
    count <= MAX_LISTED_SILENT_TRACKS
      ? 'Silent tracks'
      : `The first ${formatCounted(listed.length, 'silent track')}`;
  return html`<section aria-labelledby="silent">
    <h2 id="silent">Silent tracks</h2>
    <p>
      ${formatCounted(count, 'track')} of this run ${count === 1 ? 'is' : 'are'} silent or nearly
      so: the loudness is below -60 dBFS, or the channels cancel each other. Their scores say
      nothing about music, and they count in all figures of this page.
    </p>
    ${table(caption, COLUMNS, listed)}
  </section>`;
}

const COLUMNS: readonly Column<SilentTrack>[] = [
  { title: 'File', cell: ({ file }) => html`<bdi class="file">${file}</bdi>` },
  { title: 'Peak, dBFS', cell: ({ peakDbfs }) => peakDbfs.toFixed(1), numeric: true },
  { title: 'Loudness, dBFS', cell: ({ loudnessDbfs }) => loudnessDbfs.toFixed(1), numeric: true },
];
