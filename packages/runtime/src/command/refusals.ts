import { type Argument, type Command, InvalidArgumentError, type Option } from 'commander';
import { didYouMean, similarTo } from '../did-you-mean.ts';

/** Has a command suggest a name where a mistyped one is refused, as commander does for options and most commands. */
export function suggestNames(command: Command): void {
  for (const value of [...command.options, ...command.registeredArguments]) suggestChoice(value);
  if (command.commands.length > 0) suggestSubcommand(command);
}

function suggestChoice(value: Option | Argument): void {
  const { argChoices, parseArg } = value;
  if (!argChoices) return;
  value.parseArg = <T>(text: string, previous: T): T => {
    if (argChoices.includes(text)) return parseArg?.(text, previous) ?? (text as T);
    throw new InvalidArgumentError(
      `Allowed choices are ${argChoices.join(', ')}.${didYouMean(similarTo(text, argChoices))}`,
    );
  };
}

/** Commander counts the words after a command that does something by itself as arguments, also a mistyped subcommand. */
function suggestSubcommand(command: Command): void {
  command.allowExcessArguments().hook('preAction', (_, invoked) => {
    const [word] = command.args.slice(command.registeredArguments.length);
    if (invoked !== command || word === undefined) return;
    const names = command.commands.map((sub) => sub.name());
    const suggestion = didYouMean(similarTo(word, names)).trim();
    command.error(`error: unknown command '${word}'${suggestion && ` (${suggestion})`}`);
  });
}

/** What commander refuses in one line; where that does not say what to do next, it names the help. */
export function refusal(text: string, command: Command): string {
  const line = text
    .replace(/^error: /, 'earmark: ')
    .trim()
    .replaceAll('\n', ' ');
  if (line.includes('too many arguments')) return `${line} A name with spaces belongs in quotes.\n`;
  return /[.?)]$/.test(line) ? `${line}\n` : `${line}. For its usage: ${helpOf(command)}\n`;
}

function helpOf(command: Command): string {
  const names: string[] = [];
  for (let each: Command | null = command; each; each = each.parent) names.unshift(each.name());
  return `${names.join(' ')} --help`;
}
