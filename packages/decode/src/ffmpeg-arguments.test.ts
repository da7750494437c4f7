import { expect, test } from 'vitest';
import { decodeArguments, MEAN_OF_CHANNELS } from './ffmpeg-arguments.ts';

const argumentsFor = (of: { source?: string; codec?: string; maxBytes?: number }) =>
  decodeArguments({
    source: 'a.mp3',
    codec: undefined,
    filter: MEAN_OF_CHANNELS,
    output: 'pipe:1',
    ...of,
  });

test('the filter is the mean of the channels', () => {
  expect(MEAN_OF_CHANNELS).toMatch(/^aformat=sample_fmts=fltp,pan=mono\|c0<c0\+c1\+.*\+c63$/);
});

test.each(['-i.mp3', 'a:b.mp3', '%03d.mp3'])('the file name %j stays a file name', (source) => {
  const args = argumentsFor({ source });
  expect(args[args.indexOf('-i') + 1]).toBe(`file:${source}`);
});

test('only files are opened, and only as audio', () => {
  const args = argumentsFor({});
  const input = args.slice(0, args.indexOf('-i')).join(' ');
  expect(input).toContain('-protocol_whitelist file -format_whitelist aac,');
  expect(input).not.toMatch(/hls|concat|image2|dash|sdp/);
  expect(input).toContain('-codec_whitelist aac,');
  expect(input).not.toMatch(/png|jpeg|h264|gif/);
});

test('a codec that is given is that of the source', () => {
  const args = argumentsFor({ codec: 'pcm_s16be' });
  expect(args.slice(args.indexOf('pcm_s16be') - 1, args.indexOf('-i'))).toEqual([
    '-c:a',
    'pcm_s16be',
  ]);
});

test('output is limited on request only', () => {
  expect(argumentsFor({ maxBytes: 64_000 }).join(' ')).toContain(' -fs 64000 pipe:1');
  expect(argumentsFor({})).not.toContain('-fs');
});
