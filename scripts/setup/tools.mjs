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
    skipped: 'the tests that compare the ffmpeg of the machine with the built-in one',
  },
  {
    program: 'promtool',
    alternatives: [],
    aptPackage: 'prometheus',
    brewPackage: 'prometheus',
    test: ['--version'],
    skipped: 'the tests of alerts and recording rules',
  },
  {
    program: 'prometheus',
    alternatives: [],
    aptPackage: 'prometheus',
    brewPackage: 'prometheus',
    test: ['--version'],
    skipped: 'the tests that ask Prometheus what the dashboards show',
  },
  {
    program: 'prometheus-redis-exporter',
    alternatives: ['redis_exporter'],
    aptPackage: 'prometheus-redis-exporter',
    brewPackage: 'redis_exporter',
    test: ['--version'],
    skipped: 'the tests that ask Prometheus what the dashboards show',
  },
  {
    program: 'prometheus-postgres-exporter',
    alternatives: ['postgres_exporter'],
    aptPackage: 'prometheus-postgres-exporter',
    brewPackage: 'postgres_exporter',
    test: ['--version'],
    skipped: 'the tests that ask Prometheus what the dashboards show',
  },
  {
    program: 'zsh',
    alternatives: [],
    aptPackage: 'zsh',
    brewPackage: 'zsh',
    // A zsh that is unpacked into a folder does not find its modules.
    test: ['-fc', 'zmodload zsh/zpty'],
    skipped: 'the tests of completion in zsh',
  },
  {
    program: 'fish',
    alternatives: [],
    aptPackage: 'fish',
    brewPackage: 'fish',
    test: ['--no-config', '-c', 'functions --query __fish_append'],
    skipped: 'the tests of completion in fish',
  },
];

/**
 * Has every tool on PATH where that is possible; says which tests will be skipped where it is not. A tool is first
 * unpacked into the cache of this repository; only what does not run from there is installed on the system, by root.
 */
export function obtainTools() {
  const installers = [installInFolder, ...(process.getuid?.() === 0 ? [installAsRoot] : [])];
  for (const install of findTool('apt-get') ? installers : []) {
    const missing = missingTools();
    if (missing.length > 0) install(missing);
  }
  for (const tool of missingTools()) console.error(advice(tool));
}

function missingTools() {
  return TOOLS.filter((tool) => !isRunnable(tool));
}

/** Whether one of its names is on PATH and runs. */
function isRunnable({ program, alternatives, test }) {
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
