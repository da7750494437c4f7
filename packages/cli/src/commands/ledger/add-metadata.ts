import { Command } from 'commander';
import type { Context } from '@earmark/runtime/command';
import { showWork, withDisplay } from '@earmark/runtime/display';
import { withLedger } from '@earmark/services';
import { addMetadata } from '../../ledger/add-metadata.ts';
import { metadataText } from '../../ledger/metadata-text.ts';
import * as option from '@earmark/runtime/command';

interface Options {
  readonly licenses?: string;
  readonly json?: true;
}

export function addMetadataCommand(context: Context): Command {
  return new Command('add-metadata')
    .description('store titles, artists, albums, dates and licences of MTG-Jamendo')
    .argument('<table>', 'the table of titles, raw.meta.tsv')
    .option('--licenses <file>', 'the list of licences, audio_licenses.txt')
    .addOption(option.json())
    .addHelpText(
      'after',
      '\nBefore a run or after it, and as often as the files change. SQL has them in the view track_info.' +
        '\n\nExample:\n  earmark ledger add-metadata raw.meta.tsv --licenses audio_licenses.txt',
    )
    .action((table: string, _: unknown, command: Command) =>
      withLedger(context, async ({ pool }) => {
        const { licenses, json } = command.optsWithGlobals<Options>();
        const files = { table, licenses };
        const added = await withDisplay(context, { json }, (display) =>
          addMetadata(pool, files, { signal: context.signal, onWork: showWork(display) }),
        );
        context.out.write(json ? `${JSON.stringify(added)}\n` : metadataText(added, files));
      }),
    );
}
