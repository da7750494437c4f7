import { fade } from '../envelope.mjs';
import { filter, sweepFilter } from '../filters.mjs';
import { clap, cymbal, kick } from '../instruments/drums.mjs';
import { saws } from '../instruments/saw.mjs';
import { blend, createMix, master, place, shape } from '../mix.mjs';
import { frequencyOf } from '../pitch.mjs';
import { reverb } from '../reverb.mjs';

const BEAT = 60 / 132;
const STEP = BEAT / 4;
const N_BARS = 16;

/** Sixteenths of the bass line; a dot rests. */
const BASS = 'A1 . A1 A2 . A1 . G2 A1 . A1 C2 . A1 E2 .'.split(' ');
/** Beats of a bar on which the chord is stabbed. */
const STABS = [0.75, 1.5, 3.25];
const CHORD = ['A3', 'C4', 'E4', 'G4'];

/** Techno: four on the floor, an acid bass that opens up, stabs in a large dark hall. */
export function warehouse(random) {
  const drums = createMix(N_BARS * 4 * BEAT + 1);
  const ducked = createMix(N_BARS * 4 * BEAT + 1);
  const wet = createMix(N_BARS * 4 * BEAT + 1);
  const sounds = { kick: kick({ random }), clap: clap({ random }) };
  for (let bar = 0; bar < N_BARS; bar++) {
    playDrums(drums, wet, bar, sounds, random);
    if (bar >= 2) playBass(ducked, bar, random);
    if (bar >= 6) playStabs(ducked, wet, bar, random);
  }
  blend(ducked, reverb(wet, { decay: 2.6, damping: 0.3, size: 1.3 }), 0.5);
  shape(ducked, (t) => 0.25 + 0.75 * Math.min(1, ((t % BEAT) / BEAT) * 2.2));
  blend(drums, ducked);
  master(drums, { drive: 1.6, fadeOut: 0.8 });
  return drums;
}

function playDrums(drums, wet, bar, sounds, random) {
  for (let beat = 0; beat < 4; beat++) {
    const at = (bar * 4 + beat) * BEAT;
    place(drums, sounds.kick, { at });
    if (bar >= 1) place(drums, cymbal({ random, seconds: 0.16 }), { at: at + BEAT / 2, gain: 0.3 });
    if (bar >= 4 && beat % 2 === 1) {
      place(drums, sounds.clap, { at, gain: 0.5 });
      place(wet, sounds.clap, { at, gain: 0.3 });
    }
  }
  for (let step = 0; bar >= 3 && step < 16; step++) {
    const gain = step % 4 === 2 ? 0.1 : 0.14 + 0.05 * random();
    const pan = 0.35 * Math.sin(step);
    place(drums, cymbal({ random, seconds: 0.05 }), {
      at: bar * 4 * BEAT + step * STEP,
      gain,
      pan,
    });
  }
}

function playBass(mix, bar, random) {
  const opened = 260 + 1_900 * (bar / N_BARS) ** 1.6;
  for (const [step, note] of BASS.entries()) {
    if (note === '.') continue;
    const accent = step % 8 === 3 ? 1.7 : 1;
    const tone = saws({ frequency: frequencyOf(note), seconds: STEP * 1.1, voices: [1], random });
    sweepFilter(tone, { q: 5, cutoffAt: (t) => 120 + opened * accent * Math.exp(-t * 14) });
    place(mix, fade(tone, { decay: 0.5 }), { at: bar * 4 * BEAT + step * STEP, gain: 0.42 });
  }
}

function playStabs(mix, wet, bar, random) {
  for (const beat of STABS) {
    for (const [i, note] of CHORD.entries()) {
      const tone = saws({
        frequency: frequencyOf(note) * (bar % 4 === 3 ? 2 ** (-2 / 12) : 1),
        seconds: 0.35,
        voices: [0.994, 1, 1.007],
        random,
      });
      const at = (bar * 4 + beat) * BEAT;
      const stab = fade(filter(tone, { cutoff: 700 + bar * 130, q: 1.2 }), { decay: 0.45 });
      const pan = (i - 1.5) / 3;
      place(mix, stab, { at, gain: 0.2, pan });
      place(wet, stab, { at, gain: 0.2, pan });
      place(wet, stab, { at: at + 0.75 * BEAT, gain: 0.12, pan: -pan });
    }
  }
}
