import type { NamedBytes } from './lies.ts';
import { soundElsewhere } from './quicktime.ts';

/** What a file must not make anyone read. */
export interface Canary {
  /** Audio that could be decoded. */
  readonly path: string;
  /** Address of a server that gives the same, and counts who asks. */
  readonly url: string;
}

type Playlist = (target: string) => string;

/** Texts that make one player or another open `target`. */
const PLAYLISTS: Readonly<Record<string, Playlist>> = {
  hls: (target) =>
    `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n${target}\n#EXT-X-ENDLIST\n`,
  'hls of ranges': (target) =>
    `#EXTM3U\n#EXT-X-VERSION:4\n#EXT-X-TARGETDURATION:9\n#EXT-X-MAP:URI="${target}"\n` +
    `#EXT-X-BYTERANGE:999@0\n#EXTINF:9,\n${target}\n#EXT-X-ENDLIST\n`,
  'hls with a key': (target) =>
    `#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXT-X-KEY:METHOD=AES-128,URI="${target}"\n#EXTINF:9,\n${target}\n`,
  'hls of streams': (target) => `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n${target}\n`,
  m3u: (target) => `${target}\n`,
  ffconcat: (target) => `ffconcat version 1.0\nfile '${target}'\n`,
  'concat script': (target) => `file '${target}'\nduration 9\n`,
  'concat protocol': (target) =>
    `#EXTM3U\n#EXTINF:9,\nconcat:${target}|${target}\n#EXT-X-ENDLIST\n`,
  subfile: (target) =>
    `#EXTM3U\n#EXTINF:9,\nsubfile,,start,0,end,999,,:${target}\n#EXT-X-ENDLIST\n`,
  data: (target) =>
    `#EXTM3U\n#EXTINF:9,\ndata:text/plain,${encodeURIComponent(`#EXTM3U\n${target}`)}\n`,
  pls: (target) => `[playlist]\nNumberOfEntries=1\nFile1=${target}\nLength1=9\nVersion=2\n`,
  asx: (target) => `<asx version="3.0"><entry><ref href="${target}"/></entry></asx>\n`,
  wpl: (target) =>
    `<?wpl version="1.0"?><smil><body><seq><media src="${target}"/></seq></body></smil>\n`,
  xspf: (target) =>
    `<?xml version="1.0"?><playlist version="1" xmlns="http://xspf.org/ns/0/"><trackList><track>` +
    `<location>${target}</location></track></trackList></playlist>\n`,
  smil: (target) => `<smil><body><audio src="${target}"/></body></smil>\n`,
  dash: (target) =>
    `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" ` +
    `mediaPresentationDuration="PT9S"><Period><AdaptationSet mimeType="audio/wav">` +
    `<Representation id="1" bandwidth="1"><BaseURL>${target}</BaseURL><SegmentList duration="9">` +
    `<SegmentURL media="${target}"/></SegmentList></Representation></AdaptationSet></Period></MPD>\n`,
  sdp: () =>
    'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n',
  cue: (target) => `FILE "${target}" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n`,
  avisynth: (target) => `WavSource("${target}")\n`,
  imf: (target) =>
    `<?xml version="1.0"?><CompositionPlaylist xmlns="http://www.smpte-ra.org/schemas/2067-3/2016">` +
    `<Id>urn:uuid:0</Id><Path>${target}</Path></CompositionPlaylist>\n`,
  svg: (target) =>
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"><image x:href="${target}"/></svg>\n`,
  xml: (target) => `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "${target}">]><a>&b;</a>\n`,
  rtsp: (target) => `RTSPtextRTSP://${target}\n`,
  vobsub: (target) =>
    `# VobSub index file, v7 (do not modify this line!)\nid: en, index: 0\n${target}\n`,
};

/** Files that name the canary in every way and hold no sound themselves. */
export function referencesTo({ path, url }: Canary): readonly NamedBytes[] {
  const targets = { path, file: `file://${path}`, url };
  const playlists = Object.entries(PLAYLISTS).flatMap(([kind, playlist]) =>
    Object.entries(targets).map(([how, target]) => ({
      name: `${kind} by ${how}.mp3`,
      bytes: Buffer.from(playlist(target)),
    })),
  );
  return [
    ...playlists,
    { name: 'data reference by url.m4a', bytes: soundElsewhere({ url }) },
    { name: 'data reference by file.m4a', bytes: soundElsewhere({ url: `file://${path}` }) },
    { name: 'data reference by path.m4a', bytes: soundElsewhere({ url: path }) },
    { name: 'data reference by alias.m4a', bytes: soundElsewhere({ path }) },
    { name: 'data reference by name.m4a', bytes: soundElsewhere({ url: 'canary.wav' }) },
  ];
}
