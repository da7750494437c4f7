import { Argument, InvalidArgumentError, Option } from 'commander';
import { PARTS, type PerPart } from '@earmark/core/dataset';

// Arguments and options that several commands take, and parsers of options.

export const table = () => new Argument('<table>', 'metadata table, or - for standard input');

export const outTable = () =>
  new Argument('<out>', 'table that is written, or - for standard output');

export const tagList = () => new Argument('<tags>', 'tags of the columns, one per line');

export const keptTags = () => new Option('--tags <file>', 'keep the tags of a list, one per line');

export const keptCategory = () =>
  new Option('--category <name>', 'keep the tags of a category: genre, instrument or mood/theme');

/** Three whole numbers such as `60-20-20`, for training, test and validation. */
export function perPart(text: string): PerPart {
  const match = /^(\d+)-(\d+)-(\d+)$/.exec(text);
  if (match) {
    const numbers = match.slice(1).map(Number);
    return Object.fromEntries(PARTS.map((part, i) => [part, numbers[i]])) as PerPart;
  }
  throw new InvalidArgumentError(
    'It must be three whole numbers, for training, test and validation, such as 60-20-20.',
  );
}

/** The same in percent. */
export function ratio(text: string): PerPart {
  const ratio = perPart(text);
  const sum = ratio.train + ratio.test + ratio.validation;
  if (sum === 100) return ratio;
  throw new InvalidArgumentError(`Its numbers must add up to 100, and add up to ${String(sum)}.`);
}
