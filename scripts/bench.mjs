// npm run bench -- NAME [arguments]: builds, then runs bench/NAME.ts. Without NAME it lists the benchmarks.
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { inRoot } from './setup/root.mjs';

const names = readdirSync(inRoot('bench'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length));
const [name, ...args] = process.argv.slice(2);
if (name === undefined) {
  console.log(`npm run bench -- NAME, where NAME is one of:\n${list()}`);
} else if (names.includes(name)) {
  run();
} else {
  console.error(`There is no benchmark "${name}". The benchmarks are:\n${list()}`);
  process.exitCode = 2;
}

/** Each name with the question that it answers: the first line of its file. */
function list() {
  const width = Math.max(...names.map((each) => each.length));
  return names.map((each) => `  ${each.padEnd(width)}  ${questionOf(each)}`).join('\n');
}

function questionOf(benchmark) {
  const [first = ''] = readFileSync(inRoot('bench', `${benchmark}.ts`), 'utf8').split('\n');
  return first.replace(/^\/\/ /, '');
}

function run() {
  const options = { cwd: inRoot(), stdio: 'inherit' };
  const tsc = inRoot('node_modules/typescript/lib/tsc.js');
  execFileSync(process.execPath, [tsc, '-b', 'bench'], options);
  const { status } = spawnSync(process.execPath, [`bench/dist/${name}.js`, ...args], {
    ...options,
    env: { ORT_DISABLE_TELEMETRY: '1', ...process.env },
  });
  // What went wrong, the benchmark has said itself.
  process.exitCode = status ?? 1;
}
