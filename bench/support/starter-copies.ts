import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCatalogue, SHIPPED_MODELS } from '@earmark/models';

/** Installs the starter model in a home under the names of the eight published jamendo models; returns these. */
export async function installStarterCopies(home: string): Promise<readonly string[]> {
  const published = (await readCatalogue()).filter(({ upstream }) => upstream !== null);
  const names = published.map(({ name }) => name).filter((name) => name.startsWith('jamendo/'));
  for (const name of names) {
    const folder = join(home, 'models', name);
    cpSync(join(SHIPPED_MODELS, 'jamendo/starter'), folder, { recursive: true });
    const file = join(folder, 'installed.json');
    const installed = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...installed, name, demonstration: false }));
  }
  return names;
}
