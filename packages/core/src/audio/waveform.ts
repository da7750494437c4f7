/** Sample rate of every waveform, in Hz. */
export const SAMPLE_RATE = 16_000;

/** Mono samples at 16 kHz, nominally in [-1, 1]; on shared memory, so that threads read one copy. */
export type Waveform = Float32Array<SharedArrayBuffer>;
