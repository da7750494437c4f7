import { join } from 'node:path';
import { formatBytes, formatCount, formatCounted } from '@earmark/core/text';
import { type Display } from '@earmark/runtime/display';
import { duration, printable } from '@earmark/runtime/terminal';
import type { ArchiveResult, MemberCounts } from './archive-task.ts';
import { type DownloadListener, type DownloadMode, isComplete } from './download-dataset.ts';
import type { DownloadPlan } from './plan-download.ts';
import type { Edition, Mirror, TypeName } from './published.ts';

/** So many names of a kind are printed; the JSON has all of them. */
const MAX_NAMES = 20;

/** Prints what happens, in the words of the dataset's own script where the same happens. */
export function describeDownload(
  display: Display,
  out: string,
  mode: DownloadMode,
): DownloadListener {
  const warnMembers = (archive: string, members: MemberCounts) => {
    warnNames(
      display,
      members.refused,
      ({ member, reason }) => `${archive}: ${printable(member)} is refused: ${reason}.`,
    );
    warnNames(
      display,
      members.missing,
      (path) => `${archive}: ${path} is listed, and the archive does not have it as listed.`,
    );
  };
  const describeMembers = (result: ArchiveResult) => {
    const { archive, members } = result;
    if (!members) return;
    warnMembers(archive, members);
    if (result.status !== 'failed' && members.refused.length === 0) {
      display.line(`${archive} track checksums OK`);
    }
  };
  return {
    onDownloaded(result) {
      const { archive, status, reason, wasWrong, members } = result;
      const path = join(out, archive);
      if (wasWrong) display.warn(`${path} does not match the checksum, removing the file`);
      if (reason !== undefined) display.warn(reason);
      if (status === 'downloaded') display.line(`${archive} checksum OK`);
      if (status === 'present') {
        display.line(
          mode === 'stream'
            ? `Skipping ${archive} (${formatCounted(members?.nPresent ?? 0, 'file')} of it already unpacked)`
            : `Skipping ${path} (file already exists)`,
        );
        return;
      }
      describeMembers(result);
    },
    onUnpacking() {
      display.line('Download complete');
      display.line('Unpacking tar archives');
    },
    onUnpacked(result) {
      display.line(`Unpacking ${join(out, result.archive)}`);
      if (result.reason !== undefined) display.warn(result.reason);
      describeMembers(result);
    },
  };
}

function warnNames<T>(display: Display, names: readonly T[], toText: (name: T) => string): void {
  for (const name of names.slice(0, MAX_NAMES)) display.warn(toText(name));
  if (names.length > MAX_NAMES) {
    display.warn(`... and ${formatCount(names.length - MAX_NAMES)} more like the last one.`);
  }
}

/** The files and tracks that no archive can give. */
export function warnOfPlan(
  display: Display,
  { withoutArchive, unknownTracks }: DownloadPlan,
): void {
  warnNames(
    display,
    withoutArchive,
    (path) => `${path} is listed, and no archive is listed that has it.`,
  );
  warnNames(
    display,
    unknownTracks,
    (track) => `Track ${track} of the table is not in the list of checksums.`,
  );
}

export interface DownloadTotals {
  readonly nBytes: number;
  readonly seconds: number;
}

/** The last lines: what was done, and what to do next. */
export function summaryLines(
  results: readonly ArchiveResult[],
  { nBytes, seconds }: DownloadTotals,
  {
    edition,
    mode,
    out,
    table,
  }: { edition: Edition; mode: DownloadMode; out: string; table: string | undefined },
): readonly string[] {
  const count = (status: ArchiveResult['status']) =>
    results.filter((result) => result.status === status).length;
  const sum = (pick: (members: MemberCounts) => number) =>
    results.reduce((total, { members }) => total + (members ? pick(members) : 0), 0);
  const failed = results.filter(({ status }) => status === 'failed').map(({ archive }) => archive);
  const isDone = results.every(isComplete);
  return [
    ...(failed.length > 0
      ? [`Missing files: ${failed.join(' ')}`, 'Run the same command again']
      : []),
    ...(isDone ? [mode === 'unpackKept' ? 'Unpacking complete' : 'Download complete'] : []),
    [
      `${formatCounted(results.length, 'archive')}: ${count('downloaded')} downloaded`,
      `${count('present')} already there`,
      `${count('failed')} failed`,
    ].join(', '),
    ...(mode === 'keep'
      ? []
      : [
          [
            `${formatCounted(
              sum(({ nUnpacked }) => nUnpacked),
              'file',
            )} unpacked`,
            `${formatCount(sum(({ nPresent }) => nPresent))} already there`,
            `${formatCount(sum(({ refused }) => refused.length))} refused`,
            `${formatCount(sum(({ missing }) => missing.length))} missing`,
          ].join(', '),
        ]),
    `${formatBytes(nBytes)} downloaded in ${duration(seconds)} (${formatBytes(nBytes / Math.max(seconds, 0.001))}/s)`,
    ...(isDone && mode !== 'keep' ? nextStep(edition, out, table ?? 'TABLE') : []),
  ];
}

function nextStep({ type }: Edition, out: string, table: string): readonly string[] {
  const check = `Check it against a table of the dataset: earmark dataset check ${table} ${out}`;
  const options = RUN_OPTIONS[type];
  if (options === undefined) return [check];
  return [check, `Tag it: earmark run ${table} --audio ${out}${options}`];
}

/** What a run needs beside the place of the files, by their type; a type that is missing cannot be tagged. */
const RUN_OPTIONS: Readonly<Partial<Record<TypeName, string>>> = {
  audio: '',
  'audio-low': '',
  melspecs: ' --input melspecs --models moodtheme/baseline',
};

export function downloadJson(
  results: readonly ArchiveResult[],
  { nBytes, seconds }: DownloadTotals,
  {
    edition,
    mirror,
    out,
    plan,
  }: { edition: Edition; mirror: Mirror; out: string; plan: DownloadPlan },
) {
  const { withoutArchive, unknownTracks } = plan;
  return {
    ...edition,
    from: mirror.url,
    out,
    bytesDownloaded: nBytes,
    seconds,
    archives: results.map(({ archive, status, reason, members }) => ({
      ...{ archive, status, reason: reason ?? null },
      members: members ?? null,
    })),
    withoutArchive,
    unknownTracks,
  };
}
