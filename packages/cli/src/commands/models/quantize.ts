import { join } from 'node:path';
import { Command } from 'commander';
import { EarmarkError, toEarmarkError } from '@earmark/core/failure';
import { audioInputOf, type InstalledModel, int8Name } from '@earmark/core/model';
import { installedModelsFolder, modelsNamed, readKnownModels } from '@earmark/models';
import { quantizeModel, requireInt8Runtime } from '@earmark/models/int8';
import type { Context } from '@earmark/runtime/command';
import { type Display, showWork, withDisplay } from '@earmark/runtime/display';
import {
  type Installation,
  installationJson,
  showInstallation,
} from '../../models/installation.ts';
import { type MusicFolder, openMusic } from '../../models/music.ts';
import * as option from '@earmark/runtime/command';

export function quantizeCommand(context: Context): Command {
  return new Command('quantize')
    .description('convert installed models to int8: less CPU time, and slightly other scores')
    .argument('<models...>', 'names, data sets or "all"')
    .option(
      '--calibrate <folder>',
      'music from which the ranges of values are learnt, besides synthetic signals',
    )
    .addOption(option.json())
    .addHelpText('after', HELP)
    .action(async (requested: readonly string[], { calibrate, json }: Options) => {
      requireInt8Runtime();
      const music = calibrate === undefined ? NO_MUSIC : await openMusic(calibrate, 1, context);
      const done = await withDisplay(context, { json }, (display) =>
        quantizeAll(requested, music, display, context),
      );
      if (json) context.out.write(`${JSON.stringify({ models: done.map(installationJson) })}\n`);
      const refused = done.find((one) => 'refused' in one);
      if (refused)
        throw new EarmarkError(
          refused.refused.code,
          'Not every model could be converted, see above.',
        );
    });
}

interface Options {
  readonly calibrate?: string;
  readonly json?: true;
}

const HELP = `
A model in int8 computes its convolutions with numbers of 8 bits, and all else in float32. It is installed beside the
one in float32 and is another model in the ledger and in every result: jamendo/fcn_int8 beside jamendo/fcn. Before it
tags anything, compare it with float32 on every machine that scores:

  earmark models verify jamendo/fcn --profile int8 --music FOLDER

Example:
  earmark models quantize jamendo/fcn jamendo/crnn --calibrate my_music/`;

const NO_MUSIC: MusicFolder = {
  nTracks: 0,
  async *read() {
    // The synthetic signals alone.
  },
};

async function quantizeAll(
  requested: readonly string[],
  music: MusicFolder,
  display: Display,
  { env, signal }: Context,
): Promise<readonly Installation[]> {
  const known = await readKnownModels(env);
  const named = new Set(requested.flatMap((name) => modelsNamed(known, name)));
  const models: InstalledModel[] = [];
  for (const { name, installed } of named) {
    if (installed) models.push(installed);
    else if (requested.includes(name)) throw notInstalled(name);
  }
  if (models.length === 0) throw notInstalled(requested.join(' '));
  const onWork = showWork(display);
  const done: Installation[] = [];
  for (const [nDone, installed] of models.entries()) {
    signal.throwIfAborted();
    onWork({ what: 'Converting', nDone, nAll: models.length, noun: 'model' });
    const name = int8Name(installed.spec.name);
    const folder = join(installedModelsFolder(env), name);
    const installation = await quantizeModel(installed, {
      music: waveformsOf(music, audioInputOf(installed).sampleRate, display),
      folder,
    }).then(
      (spec): Installation => ({ name, installed: spec }),
      (error: unknown): Installation => ({ name, refused: toEarmarkError(error) }),
    );
    signal.throwIfAborted();
    done.push(installation);
    showInstallation(display, installation);
  }
  onWork({ what: 'Converting', nDone: models.length, nAll: models.length, noun: 'model' });
  const names = models.map(({ spec }) => spec.name).join(' ');
  display.line(
    `Next, compare with float32: earmark models verify ${names} --profile int8 --music FOLDER`,
  );
  return done;
}

async function* waveformsOf(music: MusicFolder, sampleRate: number, display: Display) {
  const tracks = music.read(sampleRate, (text) => display.warn(text));
  for await (const { waveform } of tracks) yield waveform;
}

function notInstalled(names: string): EarmarkError {
  return new EarmarkError(
    'MODEL_MISSING',
    `${names} is not installed, and int8 is made from the installed model. Install it: earmark models pull ${names}`,
  );
}
