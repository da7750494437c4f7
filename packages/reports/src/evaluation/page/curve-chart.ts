import type { Chart } from '../../page/chart-svg.ts';
import { seriesLine } from './series-style.ts';

const SIZE = 440;
const MARGIN = { left: 52, top: 12, right: 16, bottom: 46 };

export interface CurveChart {
  readonly label: string;
  readonly xName: string;
  readonly yName: string;
  /** Of every model, values at 0, 1, ... 100 percent of x. */
  readonly curves: readonly (readonly number[])[];
  /** Whether to draw the line that guessing would give. */
  readonly diagonal: boolean;
}

/** Curves of all models in one square, from 0 to 1 either way. */
export function curveChart({ label, xName, yName, curves, diagonal }: CurveChart): Chart {
  return {
    width: SIZE,
    height: SIZE,
    label,
    option: {
      grid: MARGIN,
      xAxis: axis(xName, 26),
      yAxis: axis(yName, 36),
      series: [
        ...(diagonal ? [guessing()] : []),
        ...curves.map((curve, i) => line(curve, seriesLine(i))),
      ],
    },
  };
}

const PLAIN = { silent: true, showSymbol: false };

function axis(name: string, nameGap: number) {
  return {
    type: 'value',
    min: 0,
    max: 1,
    interval: 0.2,
    name,
    nameGap,
    nameLocation: 'middle',
    nameTextStyle: { color: 'var(--muted)', fontSize: 12 },
    axisLabel: { color: 'var(--muted)', fontSize: 11 },
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: 'var(--rule)' } },
  };
}

function line(curve: readonly number[], { color, dashed }: ReturnType<typeof seriesLine>) {
  return {
    type: 'line',
    ...PLAIN,
    lineStyle: { color, width: 1.75, type: dashed ? 'dashed' : 'solid' },
    data: curve.map((value, percent) => [percent / 100, Number(value.toFixed(4))]),
  };
}

function guessing() {
  return {
    type: 'line',
    ...PLAIN,
    lineStyle: { color: 'var(--muted)', width: 1, type: 'dotted' },
    data: [
      [0, 0],
      [1, 1],
    ],
  };
}
