import { EarmarkError, messageOf } from '@earmark/core/failure';

const GLIBC = 'a Linux with glibc, such as Debian, Ubuntu or Fedora (on x64 or arm64)';

/** onnxruntime-node, or a failure that says where it can be had: its native library exists for some platforms only. */
export const { env, InferenceSession, Tensor } = await import('onnxruntime-node').catch(
  (cause: unknown) => {
    const platform = `${process.platform}-${process.arch}`;
    const reason = messageOf(cause).split('\n')[0] ?? '';
    throw new EarmarkError(
      'DEVICE_UNAVAILABLE',
      `onnxruntime, which runs the models, cannot be loaded on ${platform}: ${reason}. ${remedyFor(platform)}`,
      { cause },
    );
  },
);

function remedyFor(platform: string): string {
  if (platform === 'darwin-x64')
    return `It is not made for Macs with an Intel processor any more: run Earmark in ${GLIBC}, for example in Docker.`;
  if (platform.startsWith('linux') && !usesGlibc())
    return `This system uses another C library, as Alpine does: run Earmark in ${GLIBC}, for example in the image node:22-slim.`;
  return `Install Earmark again; it runs on ${GLIBC}, and on Macs with Apple silicon.`;
}

function usesGlibc(): boolean {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime !== undefined;
}
