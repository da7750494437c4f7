import { expect, test } from 'vitest';
import { tracksCsv } from './tracks-csv.ts';

test('lists how long and how loud each track is, and what it is called', () => {
  const tracks = [
    {
      file: 'a, b.mp3',
      durationSeconds: 240.5,
      peakDbfs: -0.52,
      loudnessDbfs: -14.06,
      silentShare: 0.01,
      clippedShare: 0,
      isSilent: false,
      title: '=1+1',
      artist: 'Ben, "Bo"',
    },
    {
      file: 'silent.wav',
      durationSeconds: 2,
      peakDbfs: -150,
      loudnessDbfs: -150,
      silentShare: 1,
      clippedShare: 0,
      isSilent: true,
      title: '静夜',
      artist: null,
    },
    {
      file: '-broken.mp3',
      durationSeconds: null,
      peakDbfs: null,
      loudnessDbfs: null,
      silentShare: null,
      clippedShare: null,
      isSilent: null,
      title: null,
      artist: null,
    },
  ];
  expect([...tracksCsv(tracks)].join('')).toBe(
    '\uFEFFfile,duration_seconds,peak_dbfs,loudness_dbfs,silent_share,clipped_share,is_silent,title,artist\n' +
      '"a, b.mp3",240.50,-0.5,-14.1,0.0100,0.0000,false,\'=1+1,"Ben, ""Bo"""\n' +
      'silent.wav,2.00,-150.0,-150.0,1.0000,0.0000,true,静夜,\n' +
      "'-broken.mp3,,,,,,,,\n",
  );
});
