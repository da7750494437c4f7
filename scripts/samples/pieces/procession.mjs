import { swell } from '../envelope.mjs';
import { resonate, sweepFilter } from '../filters.mjs';
import { timpani } from '../instruments/drums.mjs';
import { saws } from '../instruments/saw.mjs';
import { blend, createMix, master, place } from '../mix.mjs';
import { frequencyOf } from '../pitch.mjs';
import { reverb } from '../reverb.mjs';

const BEAT = 60 / 76;

/** Per bar of four beats: basses, cellos, violas, second violins. */
const CHORDS = [
  ['C2', 'G2', 'Eb3', 'C4'],
  ['Ab1', 'Ab2', 'Eb3', 'C4'],
  ['Eb2', 'G2', 'Eb3', 'Bb3'],
  ['Bb1', 'F2', 'D3', 'Bb3'],
  ['F2', 'C3', 'Ab3', 'C4'],
  ['C2', 'G2', 'Eb3', 'C4'],
  ['G1', 'G2', 'D3', 'B3'],
  ['C2', 'G2', 'E3', 'C4'],
];
/** First violins: beat, note, beats. */
const MELODY = [
  [0, 'G4', 3],
  [3, 'Eb4', 1],
  [4, 'Ab4', 2],
  [6, 'G4', 1],
  [7, 'F4', 1],
  [8, 'Eb4', 3],
  [11, 'G4', 1],
  [12, 'F4', 4],
  [16, 'Ab4', 2],
  [18, 'C5', 2],
  [20, 'Eb5', 3],
  [23, 'D5', 1],
  [24, 'D5', 2],
  [26, 'B4', 2],
  [28, 'C5', 5],
];
/** Horns answer an octave lower in the second half. */
const HORNS = [
  [16, 'F3', 4],
  [20, 'G3', 4],
  [24, 'G3', 2],
  [26, 'F3', 2],
  [28, 'E3', 5],
];
const DRUM_BEATS = [0, 8, 12, 15.5, 16, 20, 22, 23, 23.5, 24, 26, 27, 27.5, 28];

/** Orchestral: strings in C minor that grow, with horns and kettledrums, and end in the major. */
export function procession(random) {
  const mix = createMix(33 * BEAT + 3.5);
  const play = (section, [beat, note, beats], { gain, pan }) => {
    const sound = section({ frequency: frequencyOf(note), seconds: beats * BEAT + 0.5, random });
    place(mix, sound, { at: beat * BEAT, gain: gain * growth(beat), pan });
  };
  for (const [bar, chord] of CHORDS.entries()) {
    const beats = bar === CHORDS.length - 1 ? 5 : 4;
    chord.forEach((note, desk) => {
      play(strings, [bar * 4, note, beats], { gain: 0.34, pan: 0.6 - desk * 0.35 });
    });
  }
  MELODY.forEach((note) => play(strings, note, { gain: 0.55, pan: -0.5 }));
  HORNS.forEach((note) => play(horns, note, { gain: 0.5, pan: 0.15 }));
  for (const beat of DRUM_BEATS) {
    const frequency = frequencyOf(beat % 8 === 0 || beat === 28 ? 'C2' : 'G2');
    const stroke = timpani({ frequency, seconds: 2.2, velocity: 0.4 * growth(beat), random });
    place(mix, stroke, { at: beat * BEAT, gain: 0.7, pan: 0.3 });
  }
  blend(mix, reverb(mix, { decay: 2.8, damping: 0.4, size: 1.5 }), 0.34);
  master(mix, { drive: 0.9, fadeOut: 3 });
  return mix;
}

/** From half to full strength over the first six bars. */
function growth(beat) {
  return 0.5 + 0.5 * Math.min(1, beat / 24);
}

/** A section of players, none quite together, on wooden instruments. */
function strings({ frequency, seconds, random }) {
  const voices = Array.from({ length: 7 }, () => 1 + 0.006 * (random() - 0.5));
  const tone = saws({ frequency, seconds, voices, random, vibrato: { depth: 0.0035, rate: 5.2 } });
  sweepFilter(tone, { cutoffAt: (t) => frequency * 4 + 3_200 * Math.min(1, t * 2.5) });
  const wood = [
    [290, 5, 0.8],
    [470, 6, 0.7],
    [1_150, 4, 0.6],
    [2_600, 3, 0.4],
  ];
  return swell(resonate(tone, wood), { attack: 0.22, release: 0.45 });
}

/** Brass grows brighter as it grows louder. */
function horns({ frequency, seconds, random }) {
  const tone = saws({ frequency, seconds, voices: [0.9985, 1, 1.002], random });
  sweepFilter(tone, { q: 0.9, cutoffAt: (t) => 250 + 1_500 * Math.min(1, t * 3) });
  return swell(tone, { attack: 0.12, release: 0.4 });
}
