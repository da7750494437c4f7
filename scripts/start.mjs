// npm start -- [PATH | COMMAND] [options]: installs and builds what is missing, then runs the earmark command.
import './setup/check-node.mjs';
import { buildPrograms, PROGRAM } from './setup/build.mjs';
import { installPackages } from './setup/install.mjs';
import { inRoot } from './setup/root.mjs';

installPackages();
await buildPrograms();

// Paths are relative to the folder of the user; npm changes to the root of the repository.
process.chdir(process.env.INIT_CWD ?? process.cwd());
const { COMMANDS } = await import(inRoot('dist/earmark/programs/commands.js'));
process.argv = [process.execPath, PROGRAM, ...earmarkArguments(process.argv.slice(2))];
if (process.argv[2] === 'run' && process.stderr.isTTY) process.once('exit', tellOfCommand);
await import(PROGRAM);

/** A command is passed on; anything else becomes `run`, on the samples unless a source is named. */
function earmarkArguments(args) {
  const [first = ''] = args;
  if ([...Object.keys(COMMANDS), 'help', '--help', '-h', '--version', '-V'].includes(first))
    return args;
  const namesSource = first !== '' && !first.startsWith('-');
  return ['run', ...(namesSource ? [] : [inRoot('samples')]), ...args];
}

function tellOfCommand() {
  console.error(
    'To install the command earmark: npm run pack, then npm install -g with the file it makes.',
  );
}
