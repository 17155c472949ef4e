/** What Postgres did for one answer. `pages` are those of 8 kB that it looked at for the list and its count. */
export type Plan = { statements: number; pages: number; indexes: string[]; wholeTables: string[] };

type Node = {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Node[];
};
type Entry = { 'Query Text': string; Plan: Node };

/** Tables that grow with their organization; the others may be read whole. */
const GROWING = /^(tokens|token_requests|token_request_\w+|memberships|users|repositories)$/;
const ENTRY = /^countersign\|LOG: {2}duration: [\d.]+ ms {2}plan:\n(?<json>(?:\t.*\n)+)/gm;
/** The statement of the page, and that of its count where it has one. */
const OF_LIST = /\bsort_key\b|\bAS counted\b/;

/** Reads what auto_explain wrote. Statements without a plan, such as BEGIN, do not count. */
export function planOf(log: string): Plan {
  const entries = [...log.matchAll(ENTRY)].map(({ groups }) => JSON.parse(groups!['json']!) as Entry);
  if (entries.length === 0) throw new Error(`Postgres wrote no plans:\n${log.slice(0, 2_000)}`);
  const plans = entries.filter((entry) => OF_LIST.test(entry['Query Text'])).map((entry) => entry.Plan);
  if (plans.length !== 1 && plans.length !== 2)
    throw new Error(`A list is read by ${plans.length} statements:\n${log.slice(0, 10_000)}`);
  const nodes = plans.flatMap((plan) => [...nodesOf(plan)]);
  return {
    statements: entries.length,
    pages: plans.reduce((sum, plan) => sum + plan['Shared Hit Blocks'] + plan['Shared Read Blocks'], 0),
    indexes: distinct(nodes.map((node) => node['Index Name'])),
    wholeTables: distinct(
      nodes.map((node) => (node['Node Type'] === 'Seq Scan' ? node['Relation Name'] : undefined)),
    ).filter((table) => GROWING.test(table)),
  };
}

function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const child of node.Plans ?? []) yield* nodesOf(child);
}

const distinct = (names: (string | undefined)[]): string[] => [...new Set(names.filter((name) => name !== undefined))];
