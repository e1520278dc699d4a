/** Beyond this sum the blocking is below a millionth of a millionth. */
const enough = 1e13;

/**
 * Part of Poisson requests that find all servers busy (Erlang B). `offered` is the load: requests a second times
 * seconds each takes.
 */
export function erlangB(servers: number, offered: number): number {
  if (servers <= 0) return offered > 0 ? 1 : 0;
  if (offered <= 0) return 0;
  // 1/B = 1 + c/a + c(c-1)/a^2 + ...; the terms shrink soon when the load is high, and the sum ends early when low.
  let sum = 1;
  let term = 1;
  for (let left = servers; left > 0; left--) {
    term *= left / offered;
    sum += term;
    if (sum > enough || term < sum * 1e-9) break;
  }
  return sum > enough ? 0 : 1 / sum;
}

/** In square roots of the load, whose spread is then the same everywhere. */
const step = 0.02;
const below = 6;
const above = 12;

/** Erlang B of one number of servers, tabulated over the load: a look-up costs nanoseconds. */
class BlockingTable {
  /** Loads up to this are not worth a look: hardly one request in 10,000 million finds all servers busy. */
  readonly quietLoad: number;
  readonly #first: number;
  readonly #values: Float64Array;

  constructor(readonly servers: number) {
    const root = Math.sqrt(servers);
    this.#first = Math.max(0, root - below);
    const length = Math.ceil((root + above - this.#first) / step) + 2;
    this.#values = Float64Array.from({ length }, (_, index) =>
      erlangB(servers, (this.#first + index * step) ** 2),
    );
    const firstHeard = this.#values.findIndex((blocked) => blocked > 1e-10);
    this.quietLoad = Math.max(0, this.#first + (firstHeard - 1) * step) ** 2;
  }

  /** Part of the requests that find all servers busy at this load. */
  at(offered: number): number {
    const place = (Math.sqrt(offered) - this.#first) / step;
    if (!(place > 0)) return this.servers <= 0 && offered > 0 ? 1 : 0;
    const index = Math.floor(place);
    if (index + 1 >= this.#values.length) return erlangB(this.servers, offered);
    const low = this.#values[index]!;
    return low + (this.#values[index + 1]! - low) * (place - index);
  }
}

const tables = new Map<number, BlockingTable>();
const mostTables = 64;

/** The table of a number of servers; functions that share a pool have the same. */
export function blockingTable(servers: number): BlockingTable {
  let table = tables.get(servers);
  if (!table) {
    if (tables.size >= mostTables) tables.clear();
    tables.set(servers, (table = new BlockingTable(servers)));
  }
  return table;
}
