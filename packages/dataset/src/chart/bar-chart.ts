import type { TagStatistics } from '@earmark/core/dataset';
import { formatCount } from '@earmark/core/text';
import type { Picture, Shape } from './shapes.ts';

/** The bars of one category, from left to right. */
export interface BarGroup {
  readonly category: string;
  readonly tags: readonly Pick<TagStatistics, 'tag' | 'nTracks'>[];
}

const BAR = 18;
const GAP = 30;
const PLOT_HEIGHT = 320;
const LEFT = 64;
const RIGHT = 20;
const TOP = 62;

const TEXT_SIZE = 10;
/** Width of a letter in the font, at most nearly always, in parts of its size. */
const LETTER = 0.62;
const MAX_LETTERS = 40;

const TEXT = '#333333';
const GRID = '#dddddd';
/** Told apart by people who are colour blind as well (Okabe and Ito). */
const COLOURS = ['#0072b2', '#e69f00', '#009e73'];

/** One bar per tag, as high as it has tracks, with the categories side by side. */
export function barChart(groups: readonly BarGroup[], title: string): Picture {
  const labels = groups.flatMap(({ tags }) => tags.map(({ tag }) => shortLabel(tag).length));
  const bottom = 16 + Math.max(0, ...labels) * LETTER * TEXT_SIZE;
  const nBars = labels.length;
  const plotWidth = nBars * BAR + Math.max(0, groups.length - 1) * GAP;
  const width = LEFT + Math.max(plotWidth, title.length * LETTER * 14) + RIGHT;
  const highest = Math.max(1, ...groups.flatMap(({ tags }) => tags.map(({ nTracks }) => nTracks)));
  const step = tickStep(highest);
  const top = Math.ceil(highest / step) * step;
  const yOf = (nTracks: number) => TOP + PLOT_HEIGHT * (1 - nTracks / top);
  return {
    ...{ width, height: TOP + PLOT_HEIGHT + bottom, title },
    shapes: [
      text(title, { x: LEFT, y: 24, anchor: 'start', size: 14 }),
      ...axis({ step, top, yOf, right: width - RIGHT }),
      ...bars(groups, yOf),
    ],
  };
}

/** Names beyond this length would leave no room for bars. */
function shortLabel(tag: string): string {
  return tag.length > MAX_LETTERS ? `${tag.slice(0, MAX_LETTERS - 1)}…` : tag;
}

/** 1, 2 or 5 times a power of ten, for four to ten steps up to the highest bar; never a part of a track. */
function tickStep(highest: number): number {
  const power = 10 ** Math.floor(Math.log10(highest / 4));
  const steps = [1, 2, 5, 10].map((factor) => factor * power);
  return Math.max(1, steps.findLast((step) => highest / step >= 4) ?? power);
}

interface Axis {
  readonly step: number;
  readonly top: number;
  readonly yOf: (nTracks: number) => number;
  readonly right: number;
}

function axis({ step, top, yOf, right }: Axis): Shape[] {
  const ticks = Array.from({ length: top / step + 1 }, (_, i) => i * step);
  return ticks.flatMap((tick): Shape[] => [
    { kind: 'line', from: [LEFT, yOf(tick)], to: [right, yOf(tick)], colour: GRID },
    text(formatCount(tick), { x: LEFT - 6, y: yOf(tick) + 0.35 * TEXT_SIZE, anchor: 'end' }),
  ]);
}

function bars(groups: readonly BarGroup[], yOf: (nTracks: number) => number): Shape[] {
  let x = LEFT;
  return groups.flatMap(({ category, tags }, i) => {
    const colour = COLOURS[i % COLOURS.length] ?? TEXT;
    const shapes: Shape[] = [text(category, { x, y: TOP - 14, anchor: 'start', colour })];
    for (const { tag, nTracks } of tags) {
      shapes.push(...bar(shortLabel(tag), { x, y: yOf(nTracks), base: yOf(0), colour }));
      x += BAR;
    }
    x += GAP;
    return shapes;
  });
}

interface Bar {
  readonly x: number;
  readonly y: number;
  readonly base: number;
  readonly colour: string;
}

function bar(label: string, { x, y, base, colour }: Bar): Shape[] {
  const middle = x + BAR / 2 + 0.35 * TEXT_SIZE;
  return [
    { kind: 'rectangle', x: x + 2, y, width: BAR - 4, height: base - y, colour },
    text(label, { x: middle, y: base + 6, anchor: 'end', isUpright: true }),
  ];
}

type Style = Omit<Extract<Shape, { kind: 'text' }>, 'kind' | 'text' | 'size' | 'colour'> & {
  readonly size?: number;
  readonly colour?: string;
};

function text(of: string, style: Style): Shape {
  return { kind: 'text', text: of, size: TEXT_SIZE, colour: TEXT, ...style };
}
