import { logMelWasm } from './log-mel-wasm.ts';
import type { WasmMemory } from './wasm-memory.ts';

/** The compiled functions of `assembly/log-mel.ts`, with a memory of their own. */
export interface LogMelKernel {
  readonly memory: WasmMemory;
  /** Lays the memory out; returns the address at which the coefficients are to be written. */
  readonly prepare: (nFft: number, hopLength: number, nMels: number) => number;
  /** From the address of a mirrored chunk to that of its spectrogram. */
  readonly transform: (nFrames: number, samplesAt: number, outAt: number) => void;
}

/** What is used of the global that only the types of browsers declare. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

export function createLogMelKernel(): LogMelKernel {
  const bytes = Uint8Array.from(atob(logMelWasm), (character) => character.charCodeAt(0));
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as LogMelKernel;
}
