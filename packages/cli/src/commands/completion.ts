import { Argument, Command } from 'commander';
import { FAILURES } from '@earmark/core/failure';
import { readCatalogue } from '@earmark/models';
import type { Context } from '@earmark/runtime/command';
import { bashCompletion } from '../completion/bash.ts';
import { type CompletedCommand, completedCommands } from '../completion/completed-command.ts';
import { fishCompletion } from '../completion/fish.ts';
import { zshCompletion } from '../completion/zsh.ts';

const SHELLS: Readonly<Record<string, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

export function completionCommand({ out }: Context): Command {
  const completion: Command = new Command('completion')
    .description('print the script by which a shell completes commands, options and model names')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SHELLS)))
    .addHelpText('after', HELP)
    .action(async (shell: string) => {
      const names = { models: await modelNames(), codes: Object.keys(FAILURES) };
      const commands = completedCommands(completion.parent ?? completion, names);
      out.write(SHELLS[shell]?.(commands) ?? '');
    });
  return completion;
}

const HELP = `
Write it where the shell looks for it, and again after an update of Earmark:
  bash  earmark completion bash > ~/.local/share/bash-completion/completions/earmark
  zsh   earmark completion zsh > "\${fpath[1]}/_earmark"
  fish  earmark completion fish > ~/.config/fish/completions/earmark.fish

Example, for this bash only:
  source <(earmark completion bash)`;

/** Models, data sets and all: what --models takes. */
async function modelNames(): Promise<readonly string[]> {
  const entries = await readCatalogue();
  const models = entries.filter(({ unusable }) => unusable === null).map(({ name }) => name);
  return ['all', ...new Set(models.map((name) => name.split('/')[0] ?? name)), ...models];
}
