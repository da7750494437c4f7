import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { FONT_FAMILY, readFont } from './font.ts';
import type { Picture } from './shapes.ts';
import { toSvg } from './svg.ts';

/** Pixels per point, for screens with small pixels and for print. */
const ZOOM = 2;

/** A picture as PNG. */
export async function toPng(picture: Picture): Promise<Uint8Array> {
  const [font] = await Promise.all([readFont(), startRenderer()]);
  const renderer = new Resvg(toSvg(picture), {
    fitTo: { mode: 'zoom', value: ZOOM },
    font: { fontBuffers: [font], defaultFontFamily: FONT_FAMILY, loadSystemFonts: false },
  });
  return renderer.render().asPng();
}

let started: Promise<void> | undefined;

/** The renderer can be started only once in a process. */
function startRenderer(): Promise<void> {
  const code = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm');
  started ??= readFile(code).then((bytes) => initWasm(bytes));
  return started;
}
