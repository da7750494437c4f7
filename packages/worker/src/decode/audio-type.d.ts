declare module 'audio-type' {
  /** What the first bytes say the file is, e.g. `mp3`, `m4a`, `oga`. */
  export default function audioType(bytes: Uint8Array): string | undefined;
}
