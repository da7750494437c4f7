// npm run bench -- NAME [arguments]: builds, then runs bench/NAME.ts.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [name = '', ...args] = process.argv.slice(2);
if (!existsSync(`${root}/bench/${name}.ts`)) {
  const known = readdirSync(`${root}/bench`)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length));
  console.error(`npm run bench -- NAME, with NAME one of: ${known.join(', ')}`);
  process.exit(2);
}
execFileSync('npx', ['tsc', '-b', 'bench'], { cwd: root, stdio: 'inherit' });
execFileSync('node', [`bench/dist/${name}.js`, ...args], {
  cwd: root,
  stdio: 'inherit',
  env: { ORT_DISABLE_TELEMETRY: '1', ...process.env },
});
