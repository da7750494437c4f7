import { expect, test } from 'vitest';
import { readCatalogue } from './catalogue.ts';
import { gitBlobId } from './hashes.ts';
import { refuseOtherModel } from './refuse-other-model.ts';

/** Stands for the published checkpoint of a model. */
const checkpointOf = (id: string) => Buffer.from(id);

// Every model that Earmark knows, as if these were what is published of them.
const catalogue = (await readCatalogue()).map((entry) => ({
  ...entry,
  upstream: entry.upstream && {
    ...entry.upstream,
    gitBlobSha1: gitBlobId(checkpointOf(entry.name)),
  },
}));
const published = catalogue.filter(({ upstream }) => upstream);

test('every published model has a checkpoint of its own', async () => {
  const ids = (await readCatalogue()).flatMap(({ upstream }) => upstream?.gitBlobSha1 ?? []);
  expect(ids).toHaveLength(published.length);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(published)('the checkpoint of $name passes as its own and as no other', ({ name }) => {
  for (const entry of catalogue) {
    const check = () => {
      refuseOtherModel(entry, checkpointOf(name), catalogue);
    };
    if (entry.name === name) expect(check).not.toThrow();
    else {
      const message = `This is the published checkpoint of ${name}, not of ${entry.name}.`;
      expect(check).toThrow(expect.objectContaining({ code: 'MODEL_MISMATCH' }));
      expect(check).toThrow(message);
    }
  }
});

test.each([
  { other: 'mtat/fcn', says: 'Move it to mtat/fcn/best_model.pth.' },
  { other: 'msd/musicnn600', says: 'That one cannot be used: nobody has published the names' },
])('who has the checkpoint of $other is told: $says', ({ other, says }) => {
  const [fcn] = catalogue.filter(({ name }) => name === 'jamendo/fcn');
  expect(() => {
    refuseOtherModel(fcn!, checkpointOf(other), catalogue);
  }).toThrow(says);
});

test('a checkpoint that nobody published passes', () => {
  for (const entry of catalogue) {
    refuseOtherModel(entry, Buffer.from('weights of my own'), catalogue);
  }
});
