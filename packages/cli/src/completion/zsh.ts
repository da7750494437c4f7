import type { Completed, CompletedCommand, CompletedOption } from './completed-command.ts';

/** Shell code that defines the completion of `earmark` in zsh: to be sourced, or to be a file \`_earmark\` in \`fpath\`. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  return `#compdef earmark
${commands.map(functionOf).join('\n')}
if [[ $funcstack[1] == _earmark ]]; then _earmark "$@"; else compdef _earmark earmark; fi
`;
}

function functionOf(command: CompletedCommand): string {
  const { path, subcommands, options, argument } = command;
  const specs = options.flatMap(optionSpecs);
  if (subcommands.length === 0) {
    return `${nameOf(path)}() {
  _arguments -S ${[...specs, quoted(`*: :${action(argument)}`)].join(' \\\n    ')}
}`;
  }
  const described = subcommands.map(({ name, description }) => quoted(`${name}:${description}`));
  return `${nameOf(path)}() {
  local state line
  local -a commands=(
    ${described.join('\n    ')}
  )
  _arguments -C ${[...specs, `'1: :->command'`, `'*:: :->argument'`].join(' \\\n    ')}
  case $state in
    command) _describe command commands ;;
    argument) (( $+functions[${nameOf(path)}_$line[1]] )) && ${nameOf(path)}_$line[1] ;;
  esac
}`;
}

/** `_earmark_models_pull`. */
function nameOf(path: string): string {
  return `_${path.replaceAll(' ', '_')}`;
}

function optionSpecs({ flags, description, value }: CompletedOption): readonly string[] {
  const text = `[${description.replace(/[[\]\\]/g, '\\$&')}]`;
  return flags.map((flag) =>
    quoted(value === null ? `${flag}${text}` : `${flag}=${text}: :${action(value)}`),
  );
}

/** What _arguments does for a value. */
function action(value: Completed): string {
  switch (value.kind) {
    case 'anything':
      return '';
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
    case 'words':
      return value.isList
        ? `_values -s , name ${value.words.join(' ')}`
        : `(${value.words.join(' ')})`;
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
