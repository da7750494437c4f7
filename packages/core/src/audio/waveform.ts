/** Sample rate of every waveform that models read, in Hz. */
export const SAMPLE_RATE = 16_000;

/** Mono samples, at 16 kHz unless something else is said, nominally in [-1, 1]; on shared memory, so that threads read one copy. */
export type Waveform = Float32Array<SharedArrayBuffer>;
