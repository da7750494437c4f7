import type { Argument, Command, Option } from 'commander';

/** What a shell offers for a value. */
export type Completed =
  | { readonly kind: 'anything' | 'file' | 'folder' }
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly isList: boolean };

export interface CompletedOption {
  /** `-h`, `--help`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Null when it takes no value. */
  readonly value: Completed | null;
}

/** A command as a shell completes it. */
export interface CompletedCommand {
  /** `earmark models pull`. */
  readonly path: string;
  readonly subcommands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly CompletedOption[];
  readonly argument: Completed;
}

/** Names that the command line does not list itself. */
export interface Names {
  readonly models: readonly string[];
  readonly codes: readonly string[];
}

/** A command and those below it. */
export function completedCommands(
  command: Command,
  names: Names,
  path = command.name(),
): readonly CompletedCommand[] {
  const help = command.createHelp();
  const subcommands = help
    .visibleCommands(command)
    .map((sub) => ({ name: sub.name(), description: sub.description() }));
  const [argument = ANYTHING] = command.registeredArguments
    .map((each) => completedValue(each, each.name(), names))
    .filter(({ kind }) => kind !== 'anything');
  return [
    {
      path,
      subcommands,
      options: help.visibleOptions(command).map((option) => completedOption(option, names)),
      argument,
    },
    ...command.commands.flatMap((sub) => completedCommands(sub, names, `${path} ${sub.name()}`)),
  ];
}

function completedOption(option: Option, names: Names): CompletedOption {
  const { short, long, flags, description } = option;
  const placeholder = /[<[](\w+)/.exec(flags)?.[1];
  return {
    flags: [short, long].filter((flag) => flag !== undefined),
    description,
    value: placeholder === undefined ? null : completedValue(option, placeholder, names),
  };
}

const ANYTHING: Completed = { kind: 'anything' };

/** By the name that a value has in the help: `--out <dir>`. */
const VALUES: Readonly<Record<string, (names: Names) => Completed>> = {
  source: () => ({ kind: 'file' }),
  file: () => ({ kind: 'file' }),
  dir: () => ({ kind: 'folder' }),
  place: () => ({ kind: 'folder' }),
  list: ({ models }) => ({ kind: 'words', words: models, isList: true }),
  models: ({ models }) => ({ kind: 'words', words: models, isList: false }),
  codes: ({ codes }) => ({ kind: 'words', words: codes, isList: false }),
};

function completedValue(
  { argChoices }: Option | Argument,
  placeholder: string,
  names: Names,
): Completed {
  if (argChoices) return { kind: 'words', words: argChoices, isList: false };
  return VALUES[placeholder]?.(names) ?? ANYTHING;
}
