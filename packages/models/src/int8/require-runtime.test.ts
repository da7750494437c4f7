import { expect, test } from 'vitest';
import { requireInt8Runtime } from './require-runtime.ts';

const named = (version: string) => () => {
  requireInt8Runtime(`onnxruntime-node ${version}`);
};

test.each(['1.24.3', '1.9.0', '0.99.9', '1.24.0-dev.20260114-c343143a49', 'unknown'])(
  'version %s of the runtime is refused, with what to do',
  (version) => {
    expect(named(version)).toThrow(expect.objectContaining({ code: 'DEVICE_UNAVAILABLE' }));
    expect(named(version)).toThrow(/^onnxruntime-node .* 1\.25\.1 or later.*npm ci/);
  },
);

test.each(['1.25.1', '1.25.10', '1.30.0', '1.100.0', '2.0.0'])(
  'version %s of the runtime is accepted',
  (version) => {
    expect(named(version)).not.toThrow();
  },
);

test('the version that is installed is accepted', () => {
  requireInt8Runtime();
});
