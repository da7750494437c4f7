import { dirname } from 'node:path';
import { formatCounted } from '@earmark/core/text';
import type { Export } from '@earmark/reports/results';
import { textTable } from '@earmark/runtime/terminal';

/** The files of an export, one on each line; of playlists, which are many, the folders. */
export function filesText(format: Export['format'], files: readonly string[]): string {
  if (format !== 'm3u') return `${files.join('\n')}\n`;
  const folders = [...new Set(files.map(dirname))];
  return textTable(
    folders.map((folder) => {
      const count = files.filter((file) => dirname(file) === folder).length;
      return [folder, formatCounted(count, 'playlist')];
    }),
  );
}
