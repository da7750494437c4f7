const first = Number(process.env['EARMARK_FAULT_SEED'] ?? 1);
const nRounds = Number(process.env['EARMARK_FAULT_ROUNDS'] ?? 1);

/** What a random fault is drawn with, round by round: `EARMARK_FAULT_ROUNDS` seeds from `EARMARK_FAULT_SEED` on. */
export const SEEDS: readonly number[] = Array.from({ length: nRounds }, (_, i) => first + i);
