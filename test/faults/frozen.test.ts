import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Corpus, createCorpus } from '../support/corpus.ts';
import { earmark, startEarmark } from '../support/earmark.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { inLongerSeries, struckTogether } from '../support/longer-series.ts';
import { createFleet, type FleetOptions, type Scraped } from '../support/fleet.ts';
import { type OwnServices, startOwnServices } from '../support/own-services.ts';
import { createDatabase, redisUrl } from '../support/services.ts';
import { expectSettledOnce } from '../support/settled-once.ts';
import { waitFor } from '../support/wait-for.ts';

// A server that is frozen keeps its connections and takes new ones, but answers nothing: no error ends a call to it.

const STOP_SECONDS = 4;

let services: OwnServices;
let corpus: Corpus;
beforeAll(async () => {
  services = await startOwnServices();
  corpus = await createCorpus(14);
});
let thaw: () => void = () => undefined;
afterEach(() => {
  thaw();
});
afterAll(async () => {
  await services.close();
  corpus.remove();
});

async function fleetOptions(name: string): Promise<FleetOptions> {
  const { music: source, variables } = corpus;
  const stop = { EARMARK_STOP_SECONDS: String(STOP_SECONDS) };
  return {
    databaseUrl: await createDatabase(name, services.databaseUrl),
    redisUrl: services.redisUrl,
    source,
    variables: { ...variables, ...stop, EARMARK_LOG_LEVEL: 'info' },
  };
}

const SERVICES = [
  {
    service: 'redis',
    freeze: () => services.freezeRedis(),
    code: 'QUEUE_UNAVAILABLE',
    // It is the ledger that knows how far a run is.
    ofStatus: { exitCode: 0 },
  },
  {
    service: 'postgres',
    freeze: () => services.freezePostgres(),
    code: 'STORE_UNAVAILABLE',
    ofStatus: { exitCode: 3 },
  },
];

const frozen = SERVICES.filter(({ service }) => redisUrl() !== undefined || service === 'postgres');
const runs = struckTogether(frozen).map((ofRun) => {
  return { names: ofRun.map(({ service }) => service).join(', then '), ofRun };
});

test.each(runs)(
  'while $names is frozen, programs say so, commands fail or are stopped, and then all goes on',
  async ({ names, ofRun }) => {
    const { undisturbed } = corpus;
    const fleet = await createFleet(await fleetOptions(`frozen_${names.replace(/\W+/g, '_')}`));
    expect(await fleet.produce()).toMatchObject({ exitCode: 0 });
    const aggregator = await fleet.startAggregator();
    await fleet.gate.closeAt(undisturbed.length / 2);
    const staying = await fleet.startWorker();
    await fleet.untilSettled(5);
    for (const { service, freeze, code, ofStatus } of ofRun) {
      const leaving = await fleet.startWorker();
      const watching = startEarmark(['status', '1', '--watch'], fleet.variables);
      await waitFor(() => watching.stdout() !== '', 'the status is shown');

      thaw = freeze();
      for (const program of [aggregator, leaving, staying]) {
        await waitFor(() => saysUnavailable(program, service), 'the log says so');
        const [ready, health, metrics] = await pages(program);
        expect(ready).toMatchObject({ status: 503, body: contains(`${service} is unavailable: `) });
        expect(health).toEqual({ status: 200, body: 'ok\n' });
        expect(metrics.body).toContain(`earmark_service_up{service="${service}"} 0`);
      }
      const producing = earmark(fleet.produceArgs, fleet.variables);
      const status = await earmarkHere(['status', '1'], fleet.variables);
      const produced = await producing;
      expect(produced).toMatchObject({ exitCode: 3, stderr: contains(code) });
      expect(status).toMatchObject(ofStatus);
      watching.process.kill('SIGTERM');
      expect(await watching.ended).toMatchObject({ exitCode: 130 });
      leaving.process.kill('SIGTERM');
      expect(await leaving.ended).toMatchObject({ exitCode: 0 });

      thaw();
      for (const program of [aggregator, staying])
        await waitFor(async () => (await pages(program))[0].status === 200, 'it is ready again');
    }
    await fleet.untilReported();
    await expectSettledOnce(fleet, { undisturbed });
    for (const program of [aggregator, staying]) {
      program.process.kill('SIGTERM');
      expect(await program.ended).toMatchObject({ exitCode: 0 });
    }
    await fleet.close();
  },
);

test.each(inLongerSeries(frozen.toReversed()))(
  'a run that is stopped while $service is frozen ends, and the next one completes it',
  async ({ service, freeze }) => {
    const fleet = await createFleet(await fleetOptions(`frozen_run_${service}`));
    const models = 'jamendo/starter,jamendo/sample';
    const args = ['run', corpus.music, '--models', models, '--threads', '1', '--out', corpus.out];
    await fleet.gate.closeAt(corpus.undisturbed.length / 2);
    const stopped = startEarmark(args, fleet.variables);
    await fleet.untilSettled(5);
    thaw = freeze();
    stopped.process.kill('SIGTERM');
    expect(await stopped.ended).toMatchObject({ exitCode: 130 });
    thaw();
    await fleet.gate.open();
    expect(await earmark(args, fleet.variables)).toMatchObject({ exitCode: 0 });
    await expectSettledOnce(fleet, corpus);
    await fleet.close();
  },
);

/** Whether a program has logged that this service is unavailable. */
function saysUnavailable({ stderr }: Scraped, service: string): boolean {
  return stderr()
    .split('\n')
    .some((line) => line.includes('service_unavailable') && line.includes(`"${service}"`));
}

type Page = Readonly<{ status: number; body: string }>;

/** `/readyz`, `/healthz` and `/metrics`. */
async function pages({ metricsAddress }: Scraped): Promise<[Page, Page, Page]> {
  const get = async (page: string) => {
    const answer = await fetch(`http://${metricsAddress}/${page}`);
    return { status: answer.status, body: await answer.text() };
  };
  return [await get('readyz'), await get('healthz'), await get('metrics')];
}

function contains(text: string): unknown {
  return expect.stringContaining(text) as unknown;
}
