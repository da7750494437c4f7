import { readFileSync } from 'node:fs';
import type { Architecture } from '@earmark/core/model';
import type { ReferenceStage } from './reference-stage.ts';

/** One of the nine networks with 2 to 16 channels and random weights. */
export interface TinyModel {
  readonly architecture: Architecture;
  readonly inputLength: number;
  readonly reads: string;
  /** Largest difference of a mean score: float32 arithmetic in another order. */
  readonly tolerance: number;
}

// Random weights in few channels magnify rounding; the reference gives these limits for itself.
export const TINY_MODELS: readonly TinyModel[] = [
  { architecture: 'fcn', inputLength: 464_000, reads: '96 bands', tolerance: 1e-4 },
  { architecture: 'crnn', inputLength: 464_000, reads: '96 bands', tolerance: 1e-4 },
  { architecture: 'musicnn', inputLength: 48_000, reads: '96 bands', tolerance: 1e-4 },
  { architecture: 'sample', inputLength: 59_049, reads: 'waveform', tolerance: 1e-4 },
  { architecture: 'se', inputLength: 59_049, reads: 'waveform', tolerance: 1e-4 },
  { architecture: 'short', inputLength: 59_049, reads: '128 bands', tolerance: 1e-4 },
  { architecture: 'short_res', inputLength: 59_049, reads: '128 bands', tolerance: 3e-4 },
  { architecture: 'attention', inputLength: 240_000, reads: '128 bands', tolerance: 3e-4 },
  { architecture: 'hcnn', inputLength: 80_000, reads: '768 bands', tolerance: 1e-4 },
];

export function tinyCheckpoint(architecture: Architecture): Uint8Array {
  return readFileSync(fixture(`${architecture}.pth`));
}

/** 5.6 s of music at 16 kHz. */
export function tinyClip(): Float32Array {
  const bytes = readFileSync(fixture(CLIP)).subarray(WAV_HEADER_BYTES);
  return Float32Array.from(new Int16Array(Uint8Array.from(bytes).buffer), (s) => s / 32_768);
}

/** The reference's scores of the clip. */
export function tinyScores(architecture: Architecture): readonly number[] {
  const expected = readJson('expected.json') as Record<string, Record<string, { mean: number[] }>>;
  return expected[architecture]?.[`tiny/${CLIP}`]?.mean ?? [];
}

export function tinyStages(architecture: Architecture): readonly ReferenceStage[] {
  return (readJson(`${architecture}.stages.json`) as { stages: ReferenceStage[] }).stages;
}

const CLIP = 'clip_16k_mono_s16.wav';
const WAV_HEADER_BYTES = 44;

function fixture(file: string): URL {
  return new URL(`../fixtures/tiny/${file}`, import.meta.url);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(fixture(file), 'utf8'));
}
