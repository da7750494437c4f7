import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { barChart, type BarGroup } from './bar-chart.ts';
import { toPdf } from './pdf.ts';
import { toPng } from './png.ts';
import type { Rectangle } from './shapes.ts';
import { toSvg } from './svg.ts';

const groups: BarGroup[] = [
  {
    category: 'genre',
    tags: [
      { tag: 'rock', nTracks: 300 },
      { tag: 'a<b> & "c"', nTracks: 150 },
    ],
  },
  { category: 'mood/theme', tags: [{ tag: 'très triste', nTracks: 75 }] },
];
const picture = barChart(groups, 'Tracks');

test('bars are as high as they have tracks', () => {
  const bars = picture.shapes.filter((shape): shape is Rectangle => shape.kind === 'rectangle');
  expect(bars.map(({ height }) => height / bars[2]!.height)).toEqual([4, 2, 1]);
  const bottoms = new Set(bars.map(({ y, height }) => y + height));
  expect(bottoms.size).toBe(1);
});

test('the axis ends at or above the highest bar, in whole tracks', () => {
  for (const highest of [1, 3, 7, 99, 16_480]) {
    const tags = [{ tag: 'rock', nTracks: highest }];
    const { shapes } = barChart([{ category: 'genre', tags }], 'Tracks');
    const texts = shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []));
    const ticks = texts
      .filter((text) => /^[\d,]+$/.test(text))
      .map((text) => Number(text.replace(',', '')));
    expect(ticks[0]).toBe(0);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest);
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks.length).toBeLessThanOrEqual(12);
  }
});

test('as SVG, names are text, whatever is in them', () => {
  const svg = toSvg(picture);
  expect(svg).toContain('>a&lt;b&gt; &amp; &quot;c&quot;</text>');
  expect(svg).toContain('>très triste</text>');
});

test('as PNG, it shows its letters without any font of the machine', async () => {
  const [withText, without] = await Promise.all([
    toPng(picture),
    toPng({ ...picture, shapes: picture.shapes.filter(({ kind }) => kind !== 'text') }),
  ]);
  expect(Buffer.from(withText.subarray(1, 4)).toString()).toBe('PNG');
  expect(nDark(withText)).toBeGreaterThan(nDark(without) + 1_000);
});

/** How many bytes of the pixels are dark, by the deltas that PNG stores: enough to tell letters from none. */
function nDark(png: Uint8Array): number {
  const bytes = Buffer.from(png);
  const pieces: Buffer[] = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT') pieces.push(bytes.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return inflateSync(Buffer.concat(pieces)).filter((byte) => byte !== 0).length;
}

test('as PDF, it has one page and the font inside', async () => {
  const pdf = Buffer.from(await toPdf(picture)).toString('latin1');
  expect(pdf).toMatch(/^%PDF-1\./);
  expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
  expect(pdf).toMatch(/\/FontName \/\w+\+DejaVuSans/);
  expect(pdf).toContain('/FontFile2');
});
