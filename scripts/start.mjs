// npm start -- [PATH | COMMAND] [options]: installs and builds what is missing, then runs the earmark command.
import './setup/check-node.mjs';
import { buildPackages } from './setup/build.mjs';
import { installPackages } from './setup/install.mjs';
import { inRoot } from './setup/root.mjs';

installPackages();
buildPackages();

// Paths are relative to the folder of the user; npm changes to the root of the repository.
process.chdir(process.env.INIT_CWD ?? process.cwd());
const main = inRoot('packages/cli/dist/main.js');
const { COMMANDS } = await import(inRoot('packages/cli/dist/commands.js'));
process.argv = [process.execPath, main, ...earmarkArguments(process.argv.slice(2))];
await import(main);

/** A command is passed on; anything else becomes `run`, on the samples unless a source is named. */
function earmarkArguments(args) {
  const [first = ''] = args;
  if ([...Object.keys(COMMANDS), 'help', '--help', '-h', '--version', '-V'].includes(first))
    return args;
  const namesSource = first !== '' && !first.startsWith('-');
  return ['run', ...(namesSource ? [] : [inRoot('samples')]), ...args];
}
