// node assembly/build.mjs [FILE]: the kernel as a module that holds its bytes. It is committed, so
// that only who changes the kernel needs the compiler.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const compiler = fileURLToPath(import.meta.resolve('assemblyscript/bin/asc.js'));
const config = fileURLToPath(new URL('asconfig.json', import.meta.url));
const wasm = execFileSync(process.execPath, [compiler, '--config', config, '-o']);

writeFileSync(
  process.argv[2] ?? process.stdout.fd,
  `/** \`assembly/spectrogram.ts\` compiled, in base64: \`npm run build:wasm\` makes this file. */
export const kernelWasm =
  '${wasm.toString('base64')}';
`,
);
