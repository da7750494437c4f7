/** By architecture: GFLOP of 16 chunks by the published definitions: two for each multiply-add, zeros around an image included. */
export const PUBLISHED_GFLOP: Readonly<Partial<Record<string, number>>> = {
  fcn: 68.9,
  crnn: 130.0,
  musicnn: 38.5,
  sample: 55.3,
  se: 155.5,
  short: 64.4,
  short_res: 88.7,
  attention: 428.2,
  hcnn: 135.5,
};
