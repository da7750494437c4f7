import { Command } from 'commander';
import { cleanTags, parseTagMap, tableText } from '@earmark/core/dataset';
import { type Context, json } from '@earmark/runtime/command';
import { nameOf, openFiles } from '../files.ts';
import { outTable, table } from '../options.ts';
import { printResult } from '../print-result.ts';
import { changesText, tableChanges } from '../table-changes.ts';

export function cleanCommand(context: Context): Command {
  return new Command('clean')
    .description('replace tags by others: different spellings of a tag by one of them')
    .addArgument(table())
    .argument('<map>', 'JSON file: {"category": {"tag": "tag that takes its place"}}')
    .addArgument(outTable())
    .addOption(json())
    .addHelpText(
      'after',
      '\nExample:\n  earmark dataset clean raw_30s.tsv tag_map.json raw_30s_cleantags.tsv' +
        '\n\nAll tags are replaced at once: what takes the place of a tag is not replaced itself.',
    )
    .action((path: string, map: string, out: string, options: { json?: true }) =>
      clean({ path, map, out }, options, context),
    );
}

async function clean(
  { path, map, out }: { readonly path: string; readonly map: string; readonly out: string },
  options: { readonly json?: true },
  context: Context,
) {
  const files = openFiles(context);
  const before = await files.readTable(path);
  const after = cleanTags(before, parseTagMap(await files.readText(map), nameOf(map)));
  await files.write(out, tableText(after));
  const changes = tableChanges(before, after);
  printResult(files, options, { figures: changes, text: changesText(changes) });
}
