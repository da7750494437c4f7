/** Sample rate of the waveforms that models read unless they say otherwise, in Hz. */
export const SAMPLE_RATE = 16_000;

/** Mono samples, nominally in [-1, 1]; on shared memory, so that threads read one copy. */
export type Waveform = Float32Array<SharedArrayBuffer>;
