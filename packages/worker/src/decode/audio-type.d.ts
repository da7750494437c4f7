declare module 'audio-type' {
  /** The type of file that its first bytes show, e.g. `mp3`, `m4a`, `oga`. */
  export default function audioType(bytes: Uint8Array): string | undefined;
}
