import type { Completed, CompletedCommand, CompletedOption } from './completed-command.ts';

/** Shell code that defines the completion of `earmark` in fish. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const paths = commands.slice(1).map(({ path }) => quoted(path));
  return `function __earmark_at --description 'Whether the command line is at this command'
    set -l path earmark
    for word in (commandline -opc)[2..]
        if contains -- "$path $word" ${paths.join(' ')}
            set path "$path $word"
        end
    end
    test "$path" = "$argv"
end
complete --command earmark --no-files
${commands.flatMap(linesOf).join('\n')}
`;
}

function linesOf({ path, subcommands, options, argument }: CompletedCommand): readonly string[] {
  const complete = `complete --command earmark --condition '__earmark_at ${path}'`;
  const offered = offer(argument);
  return [
    ...subcommands.map(
      ({ name, description }) =>
        `${complete} --arguments ${name} --description ${quoted(description)}`,
    ),
    ...(offered === '' ? [] : [`${complete} ${offered}`]),
    ...options.map((option) => `${complete} ${optionText(option)}`),
  ];
}

function optionText({ flags, description, value }: CompletedOption): string {
  const names = flags.map((flag) =>
    flag.startsWith('--') ? `--long-option ${flag.slice(2)}` : `--short-option ${flag.slice(1)}`,
  );
  const after =
    value === null
      ? []
      : [value.kind === 'file' ? '--require-parameter' : '--exclusive', offer(value)];
  return [...names, ...after, `--description ${quoted(description)}`].filter(Boolean).join(' ');
}

function offer(value: Completed): string {
  switch (value.kind) {
    case 'anything':
      return '';
    case 'file':
      return '--force-files';
    case 'folder':
      return `--arguments '(__fish_complete_directories)'`;
    case 'words':
      return `--arguments ${quoted(value.isList ? `(__fish_append , ${value.words.join(' ')})` : value.words.join(' '))}`;
  }
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
