import { DeviceName } from '@earmark/worker/device/devices.js';
import type { Context } from '../context.ts';
import { decoderFinding } from './decoder-finding.ts';
import { deviceFinding } from './device-finding.ts';
import type { Finding } from './finding.ts';
import { homeFinding } from './home-finding.ts';
import { ledgerFinding } from './ledger-finding.ts';
import { machineFinding, nodeFinding } from './machine-findings.ts';
import { modelsFinding } from './models-finding.ts';
import { queueFinding } from './queue-finding.ts';

/** What is here and what is missing, part by part; nothing is started or written. */
export async function examine(context: Context): Promise<readonly Finding[]> {
  const others = await Promise.all([
    homeFinding(context),
    decoderFinding(context),
    queueFinding(context),
    ledgerFinding(context),
    modelsFinding(context),
    ...DeviceName.options.map((device) => deviceFinding(device, context)),
  ]);
  return [nodeFinding(), machineFinding(), ...others];
}
