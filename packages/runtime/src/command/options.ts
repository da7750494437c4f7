import { InvalidArgumentError, Option } from 'commander';
import { RunId } from '@earmark/core/run';

// Options that several commands take, and parsers for the values of all of them.

export const out = () =>
  new Option('--out <dir>', 'folder for results and report').default('results');

export const json = () => new Option('--json', 'print one JSON object instead of text');

export function parseNames(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

export function parseRunId(text: string): RunId {
  const { data } = RunId.safeParse(text);
  if (data) return data;
  throw new InvalidArgumentError('A run is a number. List the runs with: earmark status');
}

export function wholeNumber(min: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= min) return value;
    throw new InvalidArgumentError(`It must be a whole number of at least ${String(min)}.`);
  };
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('It must be a number above 0.');
}

export function probability(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be a number from 0 to 1.');
}
