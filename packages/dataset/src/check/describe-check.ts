import { formatBytes, formatCount, formatCounted } from '@earmark/core/text';
import { printable, textTable } from '@earmark/runtime/terminal';
import { type CheckReport, type Finding, isSound } from './check-corpus.ts';

/** So many names of a kind are printed; the JSON has all of them. */
const MAX_NAMES = 20;

/** What a check looks for, in the order of its text. */
const KINDS = [
  { key: 'missing', title: 'missing' },
  { key: 'wrongSize', title: 'wrong size' },
  { key: 'wrongSum', title: 'wrong checksum' },
  { key: 'tooShort', title: 'too short' },
  { key: 'withoutLicense', title: 'without a licence' },
  { key: 'unexpected', title: 'not in the table' },
  { key: 'unlisted', title: 'without a checksum' },
] as const;

/** The text of a report. */
export function checkText(
  report: CheckReport,
  { table, corpus }: { table: string; corpus: string },
): string {
  const { nTracks, nFiles, sizeBytes, duplicates } = report;
  const nCopies = duplicates.reduce((sum, { length }) => sum + length, 0);
  const rows = KINDS.map(({ key, title }) => {
    const findings = report[key];
    return [
      `  ${title}`,
      findings ? formatCount(findings.length) : 'not checked: there is no list',
    ];
  });
  return [
    `${formatCounted(nTracks, 'track')} in ${table}; ${formatCounted(nFiles, 'file')} of them in ${corpus}, ${formatBytes(sizeBytes)}\n`,
    textTable([
      ...rows,
      [
        '  equal content',
        `${formatCounted(nCopies, 'file')} in ${formatCounted(duplicates.length, 'group')}`,
      ],
    ]),
    ...KINDS.flatMap(({ key, title }) => nameLines(title, report[key] ?? [])),
    ...nameLines(
      'equal content',
      duplicates.map(([path = '', ...others]) => ({ path, why: others.join(', ') })),
    ),
    isSound(report)
      ? 'Nothing is wrong.\n'
      : 'Something is wrong, see above. Download it again: earmark dataset download --help\n',
  ].join('');
}

function nameLines(title: string, findings: readonly Finding[]): readonly string[] {
  return [
    ...findings
      .slice(0, MAX_NAMES)
      .map(({ path, why }) => `${title}: ${printable(path)}: ${printable(why)}\n`),
    ...(findings.length > MAX_NAMES
      ? [`${title}: ... and ${formatCount(findings.length - MAX_NAMES)} more, see --json\n`]
      : []),
  ];
}
