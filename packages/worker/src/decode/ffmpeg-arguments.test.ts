import { expect, test } from 'vitest';
import { decodeArguments, FILTER } from './ffmpeg-arguments.ts';

test('the filter is the mean of the channels, then soxr at 28 bit', () => {
  expect(FILTER).toMatch(/^aformat=sample_fmts=fltp,pan=mono\|c0<c0\+c1\+.*\+c63,/);
  expect(FILTER).toMatch(/,aresample=16000:resampler=soxr:precision=28$/);
});

test.each(['-i.mp3', 'a:b.mp3', '%03d.mp3'])('the file name %j stays a file name', (path) => {
  const args = decodeArguments({ path, maxBytes: 64_000 });
  expect(args[args.indexOf('-i') + 1]).toBe(`file:${path}`);
});

test('only files are opened, and only as audio', () => {
  const args = decodeArguments({ path: 'a.mp3', maxBytes: 64_000 });
  const input = args.slice(0, args.indexOf('-i'));
  expect(input.join(' ')).toContain('-protocol_whitelist file -format_whitelist aac,');
  expect(input.join(' ')).not.toMatch(/hls|concat|image2|dash|sdp/);
  expect(input.join(' ')).toContain('-codec_whitelist aac,');
  expect(input.join(' ')).not.toMatch(/png|jpeg|h264|gif/);
});
