import { distance } from 'fastest-levenshtein';

/** Two edits: a letter too many, missing or wrong, or two letters exchanged. */
const MAX_DISTANCE = 2;
const MIN_SIMILARITY = 0.5;

/** Words that people write for names which do not look like them. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  gpu: ['cuda', 'webgpu'],
  nvidia: ['cuda'],
  csv: ['results', 'scores'],
  json: ['results'],
};

/** The names that a word is a synonym of, else those that are nearest to it; none when no name is near. */
export function similarTo(word: string, names: Iterable<string>): readonly string[] {
  const candidates = [...new Set(names)];
  const meant = SYNONYMS[word.toLowerCase()]?.filter((name) => candidates.includes(name)) ?? [];
  if (meant.length > 0) return meant;
  const near = candidates
    .map((name) => ({ name, edits: distance(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, edits }) => edits <= MAX_DISTANCE && isSimilar(word, name, edits));
  const fewest = Math.min(...near.map(({ edits }) => edits));
  return near.filter(({ edits }) => edits === fewest).map(({ name }) => name);
}

function isSimilar(word: string, name: string, edits: number): boolean {
  return 1 - edits / Math.max(word.length, name.length) >= MIN_SIMILARITY;
}

/** ` Did you mean jamendo/fcn?`, with a space before it; empty when there is no such name. */
export function didYouMean(names: readonly string[]): string {
  if (names.length === 0) return '';
  return ` Did you mean ${names.length === 1 ? '' : 'one of '}${names.join(', ')}?`;
}
