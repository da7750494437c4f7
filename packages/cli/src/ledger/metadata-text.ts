import { formatCount, formatCounted } from '@earmark/core/text';
import type { CorpusCoverage } from '@earmark/ledger';
import { printable, truncated } from '@earmark/runtime/terminal';
import type { AddedMetadata, MetadataFiles } from './add-metadata.ts';

const LINE_WIDTH = 60;

/** What became of the files, in sentences. */
export function metadataText(added: AddedMetadata, { table, licenses }: MetadataFiles): string {
  const { nRows, nLicenses, nLeftOut, leftOut, coverage } = added;
  const lines = [
    `${formatCounted(nRows, 'track')} of ${table} ${nRows === 1 ? 'is' : 'are'} in the ledger.`,
    ...(licenses === undefined
      ? []
      : [
          `${formatCounted(nLicenses, 'licence')} of ${licenses} ${nLicenses === 1 ? 'is' : 'are'} in the ledger.`,
        ]),
    ...(nLeftOut === 0
      ? []
      : [
          `${formatCounted(nLeftOut, 'line')} of ${table} ${nLeftOut === 1 ? 'is no row and was' : 'are no rows and were'} left out: ` +
            leftOut.map((line) => `"${truncated(printable(line), LINE_WIDTH)}"`).join(', '),
        ]),
    ...coverageLines(coverage),
  ];
  return `${lines.join('\n')}\n`;
}

function coverageLines({ nTracks, nWithTitle, nWithLicense, withoutTitle }: CorpusCoverage) {
  if (nTracks === 0) {
    return [
      'No track of the current collection has an id of MTG-Jamendo yet. Run a table, and its tracks have titles: earmark run TABLE --audio FOLDER',
    ];
  }
  const nWithout = nTracks - nWithTitle;
  const examples =
    withoutTitle.map(printable).join(', ') + (nWithout > withoutTitle.length ? ', ...' : '');
  return [
    `Of the ${formatCounted(nTracks, 'track')} of MTG-Jamendo in the current collection ${formatCount(nWithTitle)} ` +
      `${nWithTitle === 1 ? 'has' : 'have'} a title and ${formatCount(nWithLicense)} a licence.`,
    ...(nWithout === 0 ? [] : [`Without a title: ${examples}`]),
  ];
}
