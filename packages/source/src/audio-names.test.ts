import { expect, test } from 'vitest';
import { audioExtension, isAudioName, unreadExtension } from './audio-names.ts';

test.each(
  (
    'mp3 wav flac ogg opus m4a aac aif aiff wma m4b mp4 mka ape wv mp2 webm dsf dff tta aifc oga spx caf au ac3 ' +
    'w64 rf64 loas'
  ).split(' '),
)('a name that ends in .%s is one of audio', (extension) => {
  expect(isAudioName(`a.b.${extension}`)).toBe(true);
  expect(audioExtension(`A.${extension.toUpperCase()}`)).toBe(`.${extension}`);
  expect(unreadExtension(`a.${extension}`)).toBeUndefined();
});

test.each(['jpg', 'txt', 'nfo', 'cue', 'm3u8', 'mp3.part', 'zip'])(
  'a name that ends in .%s is neither one of audio nor worth a word',
  (extension) => {
    expect(isAudioName(`a.${extension}`)).toBe(false);
    expect(unreadExtension(`a.${extension}`)).toBeUndefined();
  },
);

test.each(['mp3', 'no dot', '', '.'])('%j has no extension', (name) => {
  expect(isAudioName(name)).toBe(false);
  expect(audioExtension(name)).toBe('');
});
