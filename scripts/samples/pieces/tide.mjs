import { swell } from '../envelope.mjs';
import { filter, sweepFilter } from '../filters.mjs';
import { saws } from '../instruments/saw.mjs';
import { blend, createMix, master, nSamples, place, SAMPLE_RATE } from '../mix.mjs';
import { frequencyOf } from '../pitch.mjs';
import { noise } from '../random.mjs';
import { reverb } from '../reverb.mjs';

const SECONDS = 38;
const CHORD_SECONDS = 12;
const CHORDS = [
  ['D2', 'A2', 'E3', 'F#3', 'A3'],
  ['B1', 'F#2', 'D3', 'E3', 'A3'],
  ['G1', 'D2', 'B2', 'F#3', 'A3'],
];
const CHIMES = ['D6', 'E6', 'A5', 'F#6', 'B5'];

/** Ambient: three chords that rise and sink into each other, wind, and a few far chimes. */
export function tide(random) {
  const mix = createMix(SECONDS);
  for (const [n, chord] of CHORDS.entries()) {
    const at = n * (CHORD_SECONDS - 0.5);
    chord.forEach((note, i) =>
      place(mix, pad(note, random), { at, gain: 0.3, pan: (i - 2) * 0.38 }),
    );
  }
  for (const pan of [-0.8, 0.8]) place(mix, wind(random), { at: 0, gain: 0.22, pan });
  const far = createMix(SECONDS);
  for (let at = 4; at < SECONDS - 6; at += 1.4 + 2.2 * random()) {
    const note = CHIMES[Math.floor(random() * CHIMES.length)];
    place(far, chime(note), { at, gain: 0.07, pan: random() * 1.6 - 0.8 });
  }
  blend(mix, far, 0.3);
  blend(far, mix, 0.5);
  blend(mix, reverb(far, { decay: 7, damping: 0.25, size: 1.9 }), 0.55);
  master(mix, { drive: 0.7, fadeOut: 6 });
  return mix;
}

/** A soft chord note whose filter opens and closes like a slow breath. */
function pad(note, random) {
  const seconds = CHORD_SECONDS + 4;
  const frequency = frequencyOf(note);
  const voices = [0.9955, 0.998, 1, 1.0021, 1.0048];
  const tone = saws({ frequency, seconds, voices, random, vibrato: { depth: 0.0015, rate: 0.3 } });
  const breath = 0.4 + 0.3 * random();
  sweepFilter(tone, {
    q: 0.8,
    cutoffAt: (t) =>
      220 + 900 * Math.sin((Math.PI * t) / seconds) ** 2 * (1 + breath * Math.sin(t)),
  });
  return swell(tone, { attack: 5, release: 6 });
}

function wind(random) {
  const phase = random() * 6;
  const air = noise(nSamples(SECONDS), random);
  sweepFilter(air, {
    mode: 'band',
    q: 1.5,
    cutoffAt: (t) => 600 + 350 * Math.sin(t * 0.37 + phase) + 150 * Math.sin(t * 0.91),
  });
  return swell(filter(air, { cutoff: 1_800 }), { attack: 8, release: 10 });
}

function chime(note) {
  const step = (2 * Math.PI * frequencyOf(note)) / SAMPLE_RATE;
  return Float32Array.from({ length: nSamples(3) }, (_, i) => {
    const t = i / SAMPLE_RATE;
    const bell = Math.sin(step * i + 1.2 * Math.exp(-t * 4) * Math.sin(step * i * 3.01));
    return bell * Math.min(1, t * 60) * Math.exp(-t * 2.2) * Math.min(1, (3 - t) * 4);
  });
}
