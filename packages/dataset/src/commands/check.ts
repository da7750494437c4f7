import { Command } from 'commander';
import { type Context, ExitWithCode } from '@earmark/runtime/command';
import { showWork, withDisplay } from '@earmark/runtime/display';
import { readLicenseList } from '@earmark/source';
import { openStorage } from '@earmark/source/storage';
import { checkCorpus, isSound } from '../check/check-corpus.ts';
import { checkText } from '../check/describe-check.ts';
import { parseChecksums } from '../download/checksums.ts';
import { openFiles } from '../files.ts';
import * as option from '@earmark/runtime/command';

interface Options {
  readonly sums?: string;
  readonly licenses?: string;
  readonly json?: true;
}

export function checkCommand(context: Context): Command {
  return new Command('check')
    .description('compare a corpus in a folder or a bucket with a table of the dataset')
    .argument('<table>', 'metadata table (.tsv), or - for standard input')
    .argument('<corpus>', 'folder, or s3://bucket/prefix')
    .option('--sums <list>', 'checksums of the files, as published: the contents are compared')
    .option(
      '--licenses <file>',
      'the audio_licenses.txt of the dataset: tracks without a licence are named',
    )
    .addOption(option.json())
    .addHelpText('after', HELP)
    .action(async (table: string, corpus: string, options: Options) => {
      const { env, out, signal } = context;
      const report = await withDisplay(context, options, async (display) => {
        const files = openFiles(context);
        const { tracks } = await files.readTable(table);
        const { sums, licenses } = options;
        const storage = await openStorage(corpus, env);
        return checkCorpus(tracks, storage, {
          sums: sums === undefined ? sums : parseChecksums(await files.readText(sums), sums),
          licensed: licenses === undefined ? licenses : await licensedTracks(licenses, signal),
          onWork: showWork(display),
          signal,
        });
      });
      const about = { table: table === '-' ? 'the table' : table, corpus };
      out.write(
        options.json
          ? `${JSON.stringify({ ...about, isSound: isSound(report), ...report })}\n`
          : checkText(report, about),
      );
      if (!isSound(report)) throw new ExitWithCode('someFailed');
    });
}

const HELP = `
The exit code is 0 when no track is missing, cut off, too short, different from its checksum or without a licence, else 1.
Files that are not in the table and files with equal content are counted and do no harm.

Examples:
  earmark dataset check autotagging.tsv music/
  earmark dataset check autotagging_moodtheme.tsv s3://corpus/jamendo --sums autotagging_moodtheme_audio_sha256_tracks.txt --json`;

/** The ids of the tracks that have a licence in a list. */
async function licensedTracks(file: string, signal: AbortSignal): Promise<ReadonlySet<number>> {
  const ids = new Set<number>();
  for await (const { trackId } of readLicenseList(file, signal)) ids.add(trackId);
  return ids;
}
