import { Gauge } from 'prom-client';
import type { Database } from '../../platform/database/database.ts';
import { LookedUp, registry } from '../../platform/telemetry/metrics.ts';
import { countUnsealed } from './seal.store.ts';

type Unsealed = { count: number; seconds: number };

const unsealed = new LookedUp<Unsealed>();

/** Shows on `/metrics` what waits to be sealed, so that a sealer that fails is seen; until the answer is called. (AU-3) */
export const showUnsealed = (database: Database, clock: () => Date): (() => void) =>
  unsealed.show(async () => {
    const { count, since } = await countUnsealed(database.manager);
    return { count, seconds: since ? Math.max(0, (clock().getTime() - since.getTime()) / 1000) : 0 };
  });

const gauge = (name: string, help: string, measure: keyof Unsealed) =>
  new Gauge({
    name,
    help,
    // A gauge that is only reset would say 0 when nobody could look.
    async collect() {
      const found = await unsealed.find();
      this.remove();
      if (found.length > 0) this.set(Math.max(...found.map((each) => each[measure])));
    },
    registers: [],
  });
registry.registerMetric(
  gauge('countersign_audit_unsealed', 'Audit entries that are not sealed yet, of all processes', 'count'),
);
registry.registerMetric(
  gauge('countersign_audit_unsealed_age_seconds', 'Age of the oldest of them; 0 where there is none', 'seconds'),
);
