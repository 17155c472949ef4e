// A process that carries on decisions in bulk and dies, as by kill -9, at the moment that it is told on its standard input: after so many statements
// of a batch ('7'), with its COMMIT on the way ('COMMIT'), when the batch is done and nobody knows it yet ('done'), or never.
import { once } from 'node:events';
import { carryOnBulkDecision, type NextBatch } from '../features/token-requests/carry-on-bulk-decision.job.ts';
import { connect } from '../platform/database/database.ts';
import { ENTITIES } from '../platform/database/entities.ts';
import type { StatementLogger } from '../platform/database/statement-logger.ts';
import { startJobRunner } from '../platform/jobs/job-runner.ts';
import { createLog } from '../platform/telemetry/log.ts';

const url = process.env['DATABASE_URL']!;
const settings = {
  publicUrl: 'http://countersign.test',
  gitRoot: '/nowhere',
  optInByDefault: true,
  demonstration: false,
  webhookAllowPrivate: false,
  encryptionKey: Buffer.alloc(32, 7),
};
const die = () => process.kill(process.pid, 'SIGKILL');

const database = await connect({ url, entities: ENTITIES, migrations: [], poolSize: 2 });
const [told] = (await once(process.stdin, 'data')) as [Buffer];
const moment = told.toString().trim();
let statements = 0;
(database.logger as StatementLogger).listeners.add((statement) => {
  // Once what the driver has been given is on its way.
  if (moment === String(++statements) || moment === statement) setImmediate(die);
});
const log = createLog('silent');
await startJobRunner({
  url,
  log,
  concurrency: 1,
  tasks: {
    'carry-on-bulk-decision': async (payload) => {
      await carryOnBulkDecision(payload as NextBatch, { database, settings, now: new Date() });
      if (moment === 'done') die();
    },
  },
});
