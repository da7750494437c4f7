import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

export const FONT_FAMILY = 'DejaVu Sans';

/** The font that pictures are drawn with, so that they look the same on a machine without fonts. */
export function readFont(): Promise<Buffer> {
  return readFile(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
}
