import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An empty EARMARK_HOME that every user may enter: under root, Postgres runs as another one. */
export function emptyHome(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'earmark-bench-'));
  chmodSync(path, 0o755);
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) };
}
