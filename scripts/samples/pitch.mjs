const SEMITONES = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const ACCIDENTALS = { '': 0, '#': 1, b: -1 };

/** Frequency in Hz of a note such as `A4`, `Eb3` or `F#2`, in equal temperament. */
export function frequencyOf(note) {
  const [, letter, accidental, octave] = /^([A-G])([#b]?)(\d)$/.exec(note);
  const semitones = SEMITONES[letter] + ACCIDENTALS[accidental] + 12 * (Number(octave) - 4);
  return 440 * 2 ** ((semitones - 9) / 12);
}
