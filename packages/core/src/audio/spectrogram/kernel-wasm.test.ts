import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const missing = !existsSync(pathOf('../../../../../node_modules/assemblyscript'));
if (missing) console.warn('SKIPPED: assemblyscript is not installed, so nothing can be compiled.');

test.skipIf(missing)(
  'the committed kernel is what its source compiles to',
  () => {
    const compiled = execFileSync(process.execPath, [pathOf('../../../assembly/build.mjs')], {
      encoding: 'utf8',
    });
    expect(compiled).toBe(readFileSync(pathOf('kernel-wasm.ts'), 'utf8'));
  },
  60_000,
);
