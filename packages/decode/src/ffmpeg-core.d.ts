/** FFmpeg compiled to WebAssembly for browsers; the parts that are used here. */
declare module '@ffmpeg/core' {
  export interface FfmpegCore {
    readonly FS: FileSystem;
    setLogger(log: (entry: { readonly message: string }) => void): void;
    /** Runs ffmpeg until it ends. @returns its exit code */
    exec(...args: readonly string[]): number;
  }

  /** A file system in memory, whose files can have operations of their own. */
  export interface FileSystem {
    mkdir(path: string): void;
    writeFile(path: string, bytes: Uint8Array): void;
    lookupPath(path: string): { readonly node: FileNode };
  }

  export interface FileNode {
    /** The size of the file. */
    usedBytes: number;
    stream_ops: StreamOperations;
  }

  export interface StreamOperations {
    /** @returns the number of bytes that were read into `bytes` at `offset` */
    read(stream: unknown, bytes: Uint8Array, offset: number, nBytes: number, at: number): number;
    /** @returns the number of bytes that were written */
    write(stream: unknown, bytes: Uint8Array, offset: number, nBytes: number, at: number): number;
  }

  export default function createFFmpegCore(options: {
    readonly wasmBinary: ArrayBuffer;
  }): Promise<FfmpegCore>;
}
