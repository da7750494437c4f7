// The part of essentia.js that the tests use; it has no types of its own.
declare module 'essentia.js' {
  /** A vector in the memory of the WebAssembly module, which nobody else frees. */
  export interface Vector {
    delete(): void;
  }

  export interface Frames {
    size(): number;
    get(i: number): Vector;
    delete(): void;
  }

  /** What was compiled to WebAssembly. */
  export const EssentiaWASM: object;

  export class Essentia {
    constructor(wasm: object);
    arrayToVector(values: Float32Array): Vector;
    vectorToArray(vector: Vector): Float32Array;
    FrameGenerator(samples: Float32Array, frameLength: number, hopLength: number): Frames;
    TensorflowInputMusiCNN(frame: Vector): { readonly bands: Vector };
    TensorflowInputVGGish(frame: Vector): { readonly bands: Vector };
    MelBands(
      spectrum: Vector,
      highFrequencyBound: number,
      inputSize: number,
      log: boolean,
      lowFrequencyBound: number,
      normalize: 'unit_sum' | 'unit_tri' | 'unit_max',
      numberBands: number,
      sampleRate: number,
      type: 'magnitude' | 'power',
      warpingFormula: 'slaneyMel' | 'htkMel',
      weighting: 'linear' | 'warping',
    ): { readonly bands: Vector };
  }
}
