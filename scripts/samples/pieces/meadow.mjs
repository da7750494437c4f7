import { acousticGuitar } from '../instruments/pluck.mjs';
import { blend, createMix, master, place } from '../mix.mjs';
import { frequencyOf } from '../pitch.mjs';
import { reverb } from '../reverb.mjs';

const BEAT = 60 / 98;

/** The four strings the thumb and fingers find in each chord: bass, its alternate, and two inner ones. */
const CHORDS = {
  G: ['G2', 'D3', 'G3', 'B3'],
  C: ['C3', 'E3', 'G3', 'C4'],
  D: ['D3', 'A2', 'A3', 'D4'],
  Em: ['E2', 'B2', 'G3', 'B3'],
  Am: ['A2', 'E3', 'A3', 'C4'],
};
/** Eighths of a bar: which of the four strings sounds. */
const PICKING = [0, 2, 1, 3, 0, 2, 1, 3];

/** Chord of each bar and the tune over it (beat, note, beats). */
const BARS = [
  [
    'G',
    [
      [0, 'B4', 1],
      [1, 'D5', 1],
      [2, 'B4', 0.5],
      [2.5, 'A4', 0.5],
      [3, 'G4', 1],
    ],
  ],
  [
    'C',
    [
      [0, 'E4', 1],
      [1, 'G4', 1],
      [2, 'C5', 1.5],
      [3.5, 'B4', 0.5],
    ],
  ],
  [
    'G',
    [
      [0, 'A4', 0.5],
      [0.5, 'B4', 1.5],
      [2, 'G4', 1],
      [3, 'D4', 1],
    ],
  ],
  [
    'D',
    [
      [0, 'E4', 1],
      [1, 'F#4', 1],
      [2, 'A4', 2],
    ],
  ],
  [
    'Em',
    [
      [0, 'B4', 1],
      [1, 'G4', 1],
      [2, 'E4', 0.5],
      [2.5, 'F#4', 0.5],
      [3, 'G4', 1],
    ],
  ],
  [
    'C',
    [
      [0, 'E5', 1.5],
      [1.5, 'D5', 0.5],
      [2, 'C5', 1],
      [3, 'G4', 1],
    ],
  ],
  [
    'Am',
    [
      [0, 'A4', 1],
      [1, 'C5', 1],
      [2, 'B4', 0.5],
      [2.5, 'A4', 0.5],
      [3, 'E4', 1],
    ],
  ],
  [
    'D',
    [
      [0, 'F#4', 1],
      [1, 'A4', 1],
      [2, 'D5', 1],
      [3, 'C5', 1],
    ],
  ],
  [
    'G',
    [
      [0, 'B4', 1],
      [1, 'D5', 0.5],
      [1.5, 'B4', 0.5],
      [2, 'C5', 1],
      [3, 'A4', 1],
    ],
  ],
  ['G', [[0, 'G4', 2]]],
];

/** Folk: a fingerpicked guitar in G with the tune on a second one. */
export function meadow(random) {
  const mix = createMix(BARS.length * 4 * BEAT + 2);
  const play = (beat, note, beats, { velocity, pan }) => {
    const seconds = Math.min(3, beats * BEAT);
    const string = { frequency: frequencyOf(note), seconds, velocity, random };
    place(mix, acousticGuitar(string), { at: beat * BEAT + random() * 0.03, pan });
  };
  for (const [bar, [chord, tune]] of BARS.entries()) {
    PICKING.forEach((string, i) => {
      const velocity = (string < 2 ? 0.5 : 0.36) + 0.16 * random();
      play(bar * 4 + i / 2, CHORDS[chord][string], string < 2 ? 2.4 : 1.6, {
        velocity,
        pan: -0.35,
      });
    });
    tune.forEach(([beat, note, beats]) => {
      play(bar * 4 + beat, note, beats + 0.6, { velocity: 0.62 + 0.1 * random(), pan: 0.35 });
    });
  }
  blend(mix, reverb(mix, { decay: 0.9, damping: 0.5, size: 0.55 }), 0.08);
  master(mix, { drive: 0.5, fadeOut: 1.5 });
  return mix;
}
