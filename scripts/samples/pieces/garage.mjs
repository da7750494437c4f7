import { fade, swell } from '../envelope.mjs';
import { filter } from '../filters.mjs';
import { cymbal, kick, snare } from '../instruments/drums.mjs';
import { pluckedString } from '../instruments/pluck.mjs';
import { saws } from '../instruments/saw.mjs';
import { blend, createMix, master, place } from '../mix.mjs';
import { frequencyOf } from '../pitch.mjs';
import { reverb } from '../reverb.mjs';

const BEAT = 60 / 144;
const N_BARS = 12;
const SECONDS = N_BARS * 4 * BEAT + 1.5;

/** Two bars of power chords: beat, root, beats. */
const RIFF = [
  [0, 'E2', 0.5],
  [0.5, 'E2', 0.5],
  [1, 'E2', 0.5],
  [1.5, 'G2', 1],
  [2.5, 'A2', 1.5],
  [4, 'E2', 0.5],
  [4.5, 'E2', 0.5],
  [5, 'E2', 0.5],
  [5.5, 'C3', 1],
  [6.5, 'B2', 0.75],
  [7.25, 'D3', 0.75],
];
/** The last four bars let the chords ring. */
const CHORUS = [
  [0, 'C3', 2],
  [2, 'G2', 2],
  [4, 'D3', 2],
  [6, 'A2', 2],
];
/** The lead over them. */
const LEAD = [
  [0, 'E5', 1],
  [1, 'G5', 1],
  [2, 'D5', 1.5],
  [3.5, 'B4', 0.5],
  [4, 'A4', 1],
  [5, 'D5', 1],
  [6, 'E5', 2],
];

/** Rock: a distorted riff played twice, left and right, over bass and drums. */
export function garage(random) {
  const mix = createMix(SECONDS);
  for (const pan of [-0.75, 0.75]) place(mix, rhythmGuitar(random), { at: 0, gain: 1, pan });
  place(mix, leadGuitar(random), { at: 0, gain: 0.5, pan: 0.1 });
  place(mix, bassGuitar(random), { at: 0, gain: 0.8 });
  playDrums(mix, random);
  blend(mix, reverb(mix, { decay: 0.8, damping: 0.4, size: 0.6 }), 0.09);
  master(mix, { drive: 1.3, fadeOut: 1 });
  return mix;
}

function phrases() {
  return [0, 8, 16, 24, 32, 40].flatMap((start) =>
    (start < 32 ? RIFF : CHORUS).map(([beat, root, beats]) => [start + beat, root, beats]),
  );
}

function rhythmGuitar(random) {
  const strings = createMix(SECONDS);
  for (const [beat, root, beats] of phrases()) {
    for (const ratio of [1, 1.5, 2]) {
      const frequency = frequencyOf(root) * ratio * (1 + 0.002 * (random() - 0.5));
      const seconds = beats * BEAT * 0.97;
      const pick = { frequency, seconds, velocity: 0.8, random, brightness: 0.8, decay: 5 };
      place(strings, pluckedString(pick), { at: beat * BEAT + 0.008 * random(), pan: -1 });
    }
  }
  return amplifier(strings.left, 30);
}

function leadGuitar(random) {
  const strings = createMix(SECONDS);
  for (const [beat, note, beats] of LEAD.flatMap(([b, n, l]) => [
    [32 + b, n, l],
    [40 + b, n, l],
  ])) {
    const tone = saws({
      frequency: frequencyOf(note),
      seconds: beats * BEAT,
      voices: [1],
      random,
      vibrato: { depth: 0.006, rate: 5.5 },
    });
    place(strings, swell(tone, { attack: 0.01, release: 0.05 }), { at: beat * BEAT, pan: -1 });
  }
  return amplifier(strings.left, 5);
}

/** A valve stage driven hard, between the treble of the pick-up and the cone of the loudspeaker. */
function amplifier(samples, gain) {
  const picked = filter(samples.slice(), { mode: 'high', cutoff: 110 });
  const driven = picked.map((sample) => Math.tanh(gain * sample + 0.15) - Math.tanh(0.15));
  const cone = filter(filter(driven, { cutoff: 4_200, q: 0.9 }), { cutoff: 4_800 });
  return filter(cone, { mode: 'high', cutoff: 85 });
}

function bassGuitar(random) {
  const strings = createMix(SECONDS);
  for (const [beat, root, beats] of phrases()) {
    const frequency = frequencyOf(root) / 2;
    const pick = {
      frequency,
      seconds: beats * BEAT,
      velocity: 1,
      random,
      brightness: 0.35,
      decay: 3,
    };
    place(strings, pluckedString(pick), { at: beat * BEAT, pan: -1 });
  }
  return filter(
    strings.left.map((sample) => Math.tanh(1.8 * sample)),
    { cutoff: 1_400 },
  );
}

function playDrums(mix, random) {
  const at = (bar, beat) => (bar * 4 + beat) * BEAT;
  for (let bar = 0; bar < N_BARS; bar++) {
    const open = bar >= 8;
    const fill = bar % 4 === 3;
    for (const beat of [0, 1.5, 2.5]) {
      place(mix, kick({ from: 130, to: 55, seconds: 0.25, random }), {
        at: at(bar, beat),
        gain: 0.85,
      });
    }
    for (const beat of fill ? [1, 3, 3.25, 3.5, 3.75] : [1, 3]) {
      place(mix, snare({ random }), { at: at(bar, beat), gain: 0.75 });
    }
    for (let beat = 0; beat < 4; beat += 0.5) {
      const hat = fade(cymbal({ random, seconds: open ? 0.5 : 0.12, cutoff: 6_500 }), {
        decay: 0.6,
      });
      place(mix, hat, { at: at(bar, beat), gain: 0.22, pan: 0.3 });
    }
    if (bar % 4 === 0) {
      const crash = cymbal({ random, seconds: 1.8, cutoff: 4_200 });
      place(mix, crash, { at: at(bar, 0), gain: 0.3, pan: -0.3 });
    }
  }
  place(mix, kick({ from: 130, to: 55, random }), { at: at(N_BARS, 0), gain: 0.85 });
}
