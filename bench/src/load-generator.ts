import { text } from 'node:stream/consumers';
import autocannon from 'autocannon';
import type { Load, LoadResult } from './load.ts';

// A process of its own, so that making the load takes nothing from who answers it. Reads what to do from standard input, writes what came of it.

const { url, connections, seconds, requests, mustContain } = JSON.parse(await text(process.stdin)) as Load;

// Every connection has its own part of the requests: no two ask the same at the same moment.
const each = Math.ceil(requests.length / connections);
let opened = 0;

const { non2xx, errors, timeouts, mismatches, duration, latency, ...counts } = await autocannon({
  url,
  connections,
  duration: seconds,
  requests: [requests[0]!],
  setupClient(client) {
    const from = (opened++ * each) % requests.length;
    client.setRequests(requests.slice(from, from + each));
  },
  verifyBody: (body) => String(body).includes(mustContain),
});

const result: LoadResult = {
  answered: counts.requests.total,
  seconds: duration,
  wrong: mismatches,
  failed: non2xx + errors + timeouts,
  p99: latency.p99,
};
process.stdout.write(JSON.stringify(result));
