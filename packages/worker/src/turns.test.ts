import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

/** Writes down when it begins and ends; it lasts a while. */
function createWork(log: string[]) {
  return (name: string) => async () => {
    log.push(`${name} begins`);
    for (let i = 0; i < 10; i++) await Promise.resolve();
    log.push(`${name} ends`);
    if (name.includes('failing')) throw new Error(name);
    return name;
  };
}

test('what may work together does', async () => {
  const log: string[] = [];
  const [turns, work] = [createTurns(), createWork(log)];
  await Promise.all([turns.together(work('a')), turns.together(work('b'))]);
  expect(log).toEqual(['a begins', 'b begins', 'a ends', 'b ends']);
});

test.each(['b', 'failing b'])(
  '"%s" waits for those before it, and those after it for it',
  async (b) => {
    const log: string[] = [];
    const [turns, work] = [createTurns(), createWork(log)];
    const all = [
      turns.together(work('failing a')),
      turns.alone(work(b)),
      turns.alone(work('c')),
      turns.together(work('d')),
    ];
    await Promise.allSettled(all);
    const order = ['failing a', b, 'c', 'd'];
    expect(log).toEqual(order.flatMap((name) => [`${name} begins`, `${name} ends`]));
    await expect(turns.alone(work('e'))).resolves.toBe('e');
  },
);
