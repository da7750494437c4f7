import { spawnSync } from 'node:child_process';
import { findTool } from './find-tool.mjs';
import { installAsRoot } from './apt-as-root.mjs';
import { installInFolder } from './apt-in-folder.mjs';

/** Programs that tests use and that are not in this repository. */
const TOOLS = [
  {
    program: 'redis-server',
    alternatives: ['valkey-server'],
    aptPackage: 'redis-server',
    brewPackage: 'redis',
    test: ['--version'],
    skipped: 'the tests of the Redis queue',
  },
  {
    program: 'ffmpeg',
    alternatives: [],
    aptPackage: 'ffmpeg',
    brewPackage: 'ffmpeg',
    test: ['-version'],
    skipped: 'the tests that compare ffmpeg with the built-in decoders',
  },
];

/** Installs the tools that are missing, if possible; prints which tests are skipped without them. */
export function obtainTools() {
  const missing = TOOLS.filter((tool) => !isInstalled(tool));
  if (missing.length === 0) return;
  if (findTool('apt-get')) {
    const isRoot = process.getuid?.() === 0;
    const install = isRoot ? installAsRoot : installInFolder;
    install(missing);
  }
  for (const tool of missing.filter((wanted) => !isInstalled(wanted))) console.error(advice(tool));
}

/** Whether one of its names is on PATH and runs. */
function isInstalled({ program, alternatives, test }) {
  return [program, ...alternatives].some(
    (name) => findTool(name) && spawnSync(name, test, { stdio: 'ignore' }).status === 0,
  );
}

function advice({ program, aptPackage, brewPackage, skipped }) {
  return (
    `SKIPPED: ${skipped}, because there is no ${program} on PATH and it could not be installed. ` +
    `Get it with: apt-get install ${aptPackage} (or: brew install ${brewPackage})`
  );
}
