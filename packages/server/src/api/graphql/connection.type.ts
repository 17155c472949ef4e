import { ArgsType, type ClassType, Field, Int } from 'type-graphql';
import { type Page, type PageOf, readPage, strangeCursor } from '../../platform/database/keyset.ts';
import { Open } from './field-access.ts';
import { RowType } from './row-type.ts';

/** The arguments of every connection: `first` (and `after`) or `last` (and `before`), 1 to 100. */
@ArgsType()
export class PageArgs implements Page {
  @Field(() => Int, { nullable: true }) first?: number;
  @Field(() => String, { nullable: true }) after?: string;
  @Field(() => Int, { nullable: true }) last?: number;
  @Field(() => String, { nullable: true }) before?: string;
}

@Open('says only where a list goes on')
@RowType('PageInfo')
export class PageInfo {
  @Field(() => Boolean) hasNextPage: boolean;
  @Field(() => Boolean) hasPreviousPage: boolean;
  @Field(() => String, { nullable: true }) startCursor: string | null;
  @Field(() => String, { nullable: true }) endCursor: string | null;
}

export type Connection<Row> = {
  edges: { cursor: string; node: Row }[];
  nodes: Row[];
  pageInfo: PageInfo;
  totalCount: () => Promise<number>;
  totalCountIsExact: () => Promise<boolean>;
  asOf: Date;
};

/** The class of a connection: edges, nodes, page and count. An `extended` one is for a class that adds to it. */
export function connectionOf<Row extends object>(name: string, node: () => object, { extended = false } = {}) {
  @Open('holds only rows that guard themselves')
  @RowType(`${name}Edge`)
  class Edge {
    @Field(() => String) cursor: string;
    @Field(() => node() as ClassType, { nullable: true }) node: Row | null;
  }

  @Open('holds only rows that guard themselves')
  @RowType(extended ? `${name}ConnectionBase` : `${name}Connection`)
  class ConnectionType {
    @Field(() => [Edge]) edges: Edge[];
    @Field(() => [node() as ClassType], { nullable: 'items' }) nodes: (Row | null)[];
    @Field(() => PageInfo) pageInfo: PageInfo;
    @Field(() => Int, { description: 'Exact to 10,000, then 10,000.' }) totalCount: number;
    @Field(() => Boolean) totalCountIsExact: boolean;
  }
  return ConnectionType;
}

/** A page of rows in the shape of a connection. Cursors are written and rows are counted where they are asked for: a page may hold fifty short lists. */
class PageConnection<Row extends object> implements Connection<Row> {
  readonly nodes: Row[];
  private counted: ReturnType<PageOf<Row>['count']> | null = null;

  constructor(
    private readonly page: PageOf<Row>,
    readonly asOf: Date,
    private readonly edgeOf: (node: Row) => object,
  ) {
    this.nodes = page.rows;
  }

  get edges() {
    return this.nodes.map((node) => ({ cursor: this.page.cursorOf(node), node, ...this.edgeOf(node) }));
  }

  get pageInfo(): PageInfo {
    const { hasNextPage, hasPreviousPage, cursorOf } = this.page;
    const { nodes } = this;
    const cursorAt = (row: Row | undefined) => (row ? cursorOf(row) : null);
    return {
      hasNextPage,
      hasPreviousPage,
      get startCursor() {
        return cursorAt(nodes[0]);
      },
      get endCursor() {
        return cursorAt(nodes.at(-1));
      },
    };
  }

  async totalCount(): Promise<number> {
    return (await this.count()).totalCount;
  }

  async totalCountIsExact(): Promise<boolean> {
    return (await this.count()).exact;
  }

  private count() {
    return (this.counted ??= this.page.count());
  }
}

/** `edgeOf` is what an edge says beside its cursor and its node. */
export const toConnection = <Row extends object>(
  page: PageOf<Row>,
  asOf: Date,
  edgeOf: (node: Row) => object = () => ({}),
): Connection<Row> => new PageConnection(page, asOf, edgeOf);

/** A page of a list that is at hand already, such as the repositories of a token, 50 at most. Its cursors are ids. */
export function pageOfAll<Row extends { id: number }>(rows: readonly Row[], page: Page): PageOf<Row> {
  const { size, backwards, cursor } = readPage(page);
  const at = cursor === null ? -1 : rows.findIndex(({ id }) => String(id) === cursor);
  if (cursor !== null && at === -1) throw strangeCursor(page);
  const rest = cursor === null ? rows : backwards ? rows.slice(0, at) : rows.slice(at + 1);
  const shown = backwards ? rest.slice(-size) : rest.slice(0, size);
  const isCut = rest.length > shown.length;
  return {
    rows: shown,
    hasNextPage: backwards ? cursor !== null : isCut,
    hasPreviousPage: backwards ? isCut : cursor !== null,
    cursorOf: ({ id }) => String(id),
    count: async () => ({ totalCount: rows.length, exact: true }),
  };
}
