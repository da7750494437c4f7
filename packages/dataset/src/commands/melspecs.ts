import { Command } from 'commander';
import { type Context, json, wholeNumber } from '@earmark/runtime/command';
import type { MelspecOptions } from '../melspecs/melspecs.ts';

export function melspecsCommand(context: Context): Command {
  return new Command('melspecs')
    .description('make the mel-spectrograms of the dataset (.npy, 12 kHz, 96 bands) from audio')
    .argument('<source>', 'audio: a folder, s3://bucket/prefix, a metadata table, or a list')
    .argument('<out>', 'folder or s3://bucket/prefix for the spectrograms')
    .option('--audio <place>', 'folder or s3://bucket/prefix that the paths of a table begin in')
    .option('--full', 'of whole tracks (default: of the 29.1 s in the middle)')
    .option('--parallel <n>', 'tracks at a time (default: one per core)', wholeNumber(1))
    .option('--max-duration <minutes>', 'longer tracks fail', wholeNumber(1), 180)
    .addOption(json())
    .addHelpText(
      'after',
      '\nSpectrograms that are there stay as they are, so the same command again goes on. On several machines with the same' +
        '\nDATABASE_URL and REDIS_URL the same command shares the work.' +
        '\n\nExamples:\n  earmark dataset melspecs music/ melspecs/ --full' +
        '\n  earmark dataset melspecs autotagging.tsv s3://corpus/melspecs --audio s3://corpus/audio --full',
    )
    .action(async (source: string, out: string, options: MelspecOptions) => {
      // Only now: the queue takes a third of a second to load.
      const { melspecs } = await import('../melspecs/melspecs.ts');
      await melspecs(source, out, options, context);
    });
}
