/** What the fault tests draw their lots with: `EARMARK_FAULT_SEED`, and printed so that it can be had again. */
export const SEED = Number(process.env['EARMARK_FAULT_SEED'] ?? 1);

/** `EARMARK_HOSTILE_FILES`: how many files are tried, each with every decoder. */
export const N_FILES = Number(process.env['EARMARK_HOSTILE_FILES'] ?? 6);

console.info(`EARMARK_FAULT_SEED=${String(SEED)} EARMARK_HOSTILE_FILES=${String(N_FILES)}`);
