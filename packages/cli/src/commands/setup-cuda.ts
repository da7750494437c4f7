import { Command } from 'commander';
import { installCuda } from '@earmark/inference/devices';
import type { Context } from '@earmark/runtime/command';

export function setupCudaCommand({ variables, signal, out, err }: Context): Command {
  return new Command('setup-cuda')
    .description('install what Earmark needs to run models on NVIDIA GPUs; on Linux x64')
    .addHelpText(
      'after',
      '\nIt downloads the CUDA provider of onnxruntime, some 300 MB, from api.nuget.org into the folder of Earmark.' +
        ' The driver, CUDA 12 and cuDNN 9 are to be installed as the system does it.\n\nExample:\n  earmark setup-cuda',
    )
    .action(async () => {
      err.write('Downloading the CUDA provider of onnxruntime ...\n');
      await installCuda(variables, signal);
      out.write('The CUDA provider is installed. earmark doctor shows whether it can be used.\n');
    });
}
