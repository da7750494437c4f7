import { piano } from '../instruments/piano.mjs';
import { blend, createMix, master, place } from '../mix.mjs';
import { frequencyOf } from '../pitch.mjs';
import { reverb } from '../reverb.mjs';

const BEAT = 60 / 69;
const BEATS_PER_BAR = 4;

/** A bar: the notes the left hand rolls through, and what the right hand sings above (beat, note, beats). */
const BARS = [
  [
    ['D2', 'A2', 'D3', 'F3', 'A3', 'F3', 'D3', 'A2'],
    [
      [0, 'A4', 1.5],
      [1.5, 'F4', 0.5],
      [2, 'D5', 2],
    ],
  ],
  [
    ['Bb1', 'F2', 'Bb2', 'D3', 'F3', 'D3', 'Bb2', 'F2'],
    [
      [0, 'D5', 1],
      [1, 'C5', 1],
      [2, 'Bb4', 1],
      [3, 'A4', 1],
    ],
  ],
  [
    ['F2', 'C3', 'F3', 'A3', 'C4', 'A3', 'F3', 'C3'],
    [
      [0, 'A4', 1.5],
      [1.5, 'G4', 0.5],
      [2, 'F4', 2],
    ],
  ],
  [
    ['C2', 'G2', 'C3', 'E3', 'G3', 'E3', 'C3', 'G2'],
    [
      [0, 'G4', 1],
      [1, 'A4', 0.5],
      [1.5, 'Bb4', 0.5],
      [2, 'C5', 2],
    ],
  ],
  [
    ['G1', 'D2', 'G2', 'Bb2', 'D3', 'Bb2', 'G2', 'D2'],
    [
      [0, 'D5', 1.5],
      [1.5, 'Eb5', 0.5],
      [2, 'D5', 1],
      [3, 'Bb4', 1],
    ],
  ],
  [
    ['D2', 'A2', 'D3', 'F3', 'A3', 'F3', 'D3', 'A2'],
    [
      [0, 'A4', 2],
      [2, 'F4', 1],
      [3, 'E4', 1],
    ],
  ],
  [
    ['A1', 'E2', 'A2', 'C#3', 'G3', 'C#3', 'A2', 'E2'],
    [
      [0, 'E4', 1],
      [1, 'G4', 1],
      [2, 'Bb4', 1],
      [3, 'C#5', 1],
    ],
  ],
  [
    ['D2', 'A2', 'D3', 'F3', 'A3', 'D4', 'F4', 'A4'],
    [
      [0, 'D5', 1],
      [3.6, 'D6', 0.4],
    ],
  ],
];

/** Solo piano: a slow nocturne in D minor. */
export function nocturne(random) {
  const dry = createMix(BARS.length * BEATS_PER_BAR * BEAT + 4);
  const play = (beat, note, beats, velocity) => {
    const humanly = (random() - 0.5) * 0.018;
    const frequency = frequencyOf(note);
    place(dry, piano({ frequency, seconds: beats * BEAT, velocity, random }), {
      at: Math.max(0, beat * BEAT + humanly),
      pan: Math.log2(frequency / 262) * 0.16,
    });
  };
  for (const [bar, [left, melody]] of BARS.entries()) {
    const start = bar * BEATS_PER_BAR;
    const swell = 0.9 + 0.25 * Math.sin((Math.PI * (bar + 0.5)) / BARS.length);
    const pedal = (i) => BEATS_PER_BAR - i / 2 + 0.2;
    left.forEach((note, i) => play(start + i / 2, note, pedal(i), swell * (i === 0 ? 0.5 : 0.34)));
    melody.forEach(([beat, note, beats]) => play(start + beat, note, beats + 0.4, swell * 0.66));
  }
  blend(dry, reverb(dry, { decay: 1.9, damping: 0.45, size: 0.9 }), 0.1);
  master(dry, { drive: 0.6, fadeOut: 2.5 });
  return dry;
}
