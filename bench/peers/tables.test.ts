import { expect, test } from 'vitest';
import type { Measured, Round } from './measure-round.ts';
import { networkTable, programTable } from './tables.ts';

const cost = (seconds: number): Measured => ({
  networks: { fcn: seconds, crnn: 2 * seconds },
  decoding: 0.5,
  perTrack: 3 * seconds + 0.5,
  start: 1,
  differences: { fcn: 1e-7, crnn: 2e-6 },
});

/** In the second round the machine is twice as slow, and what is measured once is missing. */
const ROUNDS: readonly Round[] = [
  {
    earmark: cost(1),
    ways: {
      'as published': cost(20),
      'flush-to-zero': cost(4),
      'chunk by chunk': cost(3),
      'frozen TorchScript': cost(2),
    },
  },
  {
    earmark: cost(2),
    ways: { 'flush-to-zero': cost(8), 'chunk by chunk': cost(6), 'frozen TorchScript': cost(4) },
  },
];

const cells = (table: string) => table.split('\n').map((line) => line.trim().split(/\s{2,}/));

test('networks are compared in the same round, and their scores over all rounds', () => {
  expect(cells(networkTable(ROUNDS, ['fcn', 'crnn'])).slice(1, 4)).toEqual([
    ['fcn', '20.00', '4.00', '3.00', '2.00', '1.00', '2.0', '1e-7'],
    ['crnn', '40.00', '8.00', '6.00', '4.00', '2.00', '2.0', '2e-6'],
    ['sum', '60.00', '12.00', '9.00', '6.00', '3.00', '2.0', '2e-6'],
  ]);
});

test('programs are compared in the same round, and it is said in how many each was measured', () => {
  expect(cells(programTable(ROUNDS)).slice(1, 6)).toEqual([
    ['as published', '60.50', '0.50', '17.3', '1.00', '1'],
    ['flush-to-zero', '12.50', '0.50', '3.6', '1.00', '2'],
    ['chunk by chunk', '9.50', '0.50', '2.7', '1.00', '2'],
    ['frozen TorchScript', '6.50', '0.50', '1.9', '1.00', '2'],
    ['Earmark', '3.50', '0.50', '1.0', '1.00', '2'],
  ]);
});
