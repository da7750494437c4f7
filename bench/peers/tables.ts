import { textTable } from '@earmark/runtime/terminal';
import { median } from '../support/median.ts';
import type { Measured, Round } from './measure-round.ts';
import { WAYS } from './ways.ts';

const EARMARK = 'Earmark';
const TITLES = [...WAYS.map(({ title }) => title), EARMARK];

/** Medians over the rounds of what each network takes with its front end, and of the sum; decoding is not in it. */
export function networkTable(rounds: readonly Round[], networks: readonly string[]): string {
  const head = ['CPU s per track', ...TITLES, 'frozen / Earmark', 'largest difference'];
  const row = (name: string, members: readonly string[]) => {
    const seconds = (one: Measured) => sum(members.map((each) => one.networks[each] ?? NaN));
    const differences = TITLES.flatMap((title) =>
      of(rounds, title, (one) => Math.max(...members.map((each) => one.differences[each] ?? NaN))),
    );
    return [
      name,
      ...TITLES.map((title) => median(of(rounds, title, seconds)).toFixed(2)),
      timesEarmark(rounds, 'frozen TorchScript', seconds),
      Math.max(...differences).toExponential(0),
    ];
  };
  const rows = networks.map((name) => row(name, [name]));
  return textTable([head, ...rows, row('sum', networks)]);
}

/** The same of whole programs, for all networks together. */
export function programTable(rounds: readonly Round[]): string {
  const head = [
    'CPU s',
    'per track',
    'of it decoding',
    'times Earmark',
    'start and loading',
    'rounds',
  ];
  const rows = TITLES.map((title) => {
    const middle = (pick: (one: Measured) => number) => median(of(rounds, title, pick)).toFixed(2);
    return [
      title,
      middle(({ perTrack }) => perTrack),
      middle(({ decoding }) => decoding),
      timesEarmark(rounds, title, ({ perTrack }) => perTrack),
      middle(({ start }) => start),
      String(of(rounds, title, () => 0).length),
    ];
  });
  return textTable([head, ...rows]);
}

/** The median of the ratios, each of two measurements of the same round. */
function timesEarmark(
  rounds: readonly Round[],
  title: string,
  pick: (one: Measured) => number,
): string {
  const ratios = rounds.flatMap((round) => {
    const one = inRound(round, title);
    return one ? pick(one) / pick(round.earmark) : [];
  });
  return median(ratios).toFixed(1);
}

function of(
  rounds: readonly Round[],
  title: string,
  pick: (one: Measured) => number,
): readonly number[] {
  return rounds.flatMap((round) => {
    const one = inRound(round, title);
    return one ? pick(one) : [];
  });
}

function inRound({ earmark, ways }: Round, title: string): Measured | undefined {
  return title === EARMARK ? earmark : ways[title];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
