import { readdirSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { parseEnvironment } from '@earmark/runtime/config';
import { COMMANDS } from './commands.ts';

// Every command that the documents name is one that exists, with these options and arguments.

const DOCS = new URL('../../../docs/', import.meta.url);

/** What stands for a value that is refused unless it looks like one. */
const PLACEHOLDERS: Readonly<Record<string, string>> = { RUN: '7', CODE: 'AUDIO_EMPTY' };

const documented = readdirSync(DOCS)
  .filter((file) => file.endsWith('.md'))
  .flatMap((file) => {
    const text = readFileSync(new URL(file, DOCS), 'utf8');
    return [...inSentences(text), ...inShellBlocks(text)].map((line) => ({ file, line }));
  });
/** None of these is about options of the whole program. */
const commands = documented.filter(({ line }) => !line.startsWith('-'));

function inSentences(text: string): readonly string[] {
  return [...text.matchAll(/`earmark ([^`]+)`/g)].map(([, line = '']) => line);
}

function inShellBlocks(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
  return blocks.flatMap((block) =>
    [...block.matchAll(/^(?:\w+=\S+ )*earmark (.+?)(?: &)?(?: +#.*)?$/gm)].map(
      ([, line = '']) => line,
    ),
  );
}

test.each(commands)('$file names a command that exists: earmark $line', async ({ line }) => {
  const [name = '', ...words] = line.split(/\s+/).map((word) => PLACEHOLDERS[word] ?? word);
  expect(Object.keys(COMMANDS)).toContain(name);
  const env = parseEnvironment({});
  const context = {
    ...{ env, variables: {}, script: '', signal: new AbortController().signal },
    ...{
      openInput: () => process.stdin,
      out: process.stdout,
      err: process.stderr,
      tellParent: undefined,
    },
  };
  const { command, rest } = innermost((await COMMANDS[name]!())(context), words);
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  const { operands, unknown } = command.parseOptions(rest);
  expect(unknown).toEqual([]);
  const accepted = command.registeredArguments;
  if (!accepted.at(-1)?.variadic) expect(operands.length).toBeLessThanOrEqual(accepted.length);
  for (const [i, operand] of operands.entries()) accepted[i]?.parseArg?.(operand, undefined);
  // A command that is named and not shown has nothing after it.
  const nRequired = rest.length > 0 ? accepted.filter(({ required }) => required).length : 0;
  expect(operands.length).toBeGreaterThanOrEqual(nRequired);
});

/** The subcommand that the words name, and what they give to it. */
function innermost(
  command: Command,
  words: readonly string[],
): { command: Command; rest: string[] } {
  const subcommand = command.commands.find((each) => each.name() === words[0]);
  return subcommand ? innermost(subcommand, words.slice(1)) : { command, rest: [...words] };
}
