/** What Postgres did for one answer. */
export type Plan = { statements: number; milliseconds: number; indexes: string[]; wholeTables: string[] };

type Node = { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; Plans?: Node[] };
type Entry = { 'Query Text': string; Plan: Node };

/** Tables that grow with their organization; the others may be read whole. */
const GROWING = /^(tokens|token_requests|token_request_\w+|memberships|users|repositories)$/;
const ENTRY = /^countersign\|LOG: {2}duration: (?<ms>[\d.]+) ms {2}plan:\n(?<json>(?:\t.*\n)+)/gm;

/** Reads what auto_explain wrote. Statements without a plan, such as BEGIN, do not count. */
export function planOf(log: string): Plan {
  const entries = [...log.matchAll(ENTRY)].map(({ groups }) => ({
    milliseconds: Number(groups!['ms']),
    entry: JSON.parse(groups!['json']!) as Entry,
  }));
  if (entries.length === 0) throw new Error(`Postgres wrote no plans:\n${log.slice(0, 2_000)}`);
  const ofPage = entries.filter(({ entry }) => /FROM "?token_requests"? "?request"?/.test(entry['Query Text']));
  const nodes = ofPage.flatMap(({ entry }) => [...nodesOf(entry.Plan)]);
  return {
    statements: entries.length,
    milliseconds: entries.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
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
