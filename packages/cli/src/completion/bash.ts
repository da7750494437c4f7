import type { Completed, CompletedCommand } from './completed-command.ts';

/** Shell code that defines the completion of `earmark` in bash 4 and later. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  return `_earmark() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  # Bash takes --option=value for three words.
  if [[ $current == = ]]; then current=; elif [[ $previous == = ]]; then previous=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  local path=earmark word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
      ${patterns(commands.slice(1).map(({ path }) => path))}) path+=" $word" ;;
    esac
  done
  COMPREPLY=()
  case "$path $previous" in
${commands.flatMap(optionCases).join('\n')}
  esac
  case "$path $current" in
${commands.map(flagCase).join('\n')}
  esac
  case "$path" in
${commands.map(argumentCase).join('\n')}
  esac
}
complete -F _earmark earmark
`;
}

function patterns(texts: readonly string[]): string {
  return texts.map((text) => `'${text}'`).join(' | ');
}

/** What comes after an option that takes a value. */
function optionCases({ path, options }: CompletedCommand): readonly string[] {
  return options.flatMap(({ flags, value }) =>
    value === null
      ? []
      : [`    ${patterns(flags.map((flag) => `${path} ${flag}`))}) ${reply(value)}; return ;;`],
  );
}

function flagCase({ path, options }: CompletedCommand): string {
  const flags = options.flatMap((option) => option.flags);
  return `    '${path} -'*) ${replyWords(flags)}; return ;;`;
}

function argumentCase({ path, subcommands, argument }: CompletedCommand): string {
  const names = subcommands.map(({ name }) => name);
  return `    '${path}') ${names.length > 0 ? replyWords(names) : reply(argument)} ;;`;
}

function reply(value: Completed): string {
  switch (value.kind) {
    case 'anything':
      return ':';
    case 'file':
      return 'compopt -o default';
    case 'folder':
      return 'compopt -o dirnames';
    case 'words':
      return value.isList ? replyList(value.words) : replyWords(value.words);
  }
}

function replyWords(words: readonly string[]): string {
  return `COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$current"))`;
}

/** After the last comma. */
function replyList(words: readonly string[]): string {
  return `COMPREPLY=($(compgen -P "\${current%"\${current##*,}"}" -W '${words.join(' ')}' -- "\${current##*,}"))`;
}
