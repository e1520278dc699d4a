import type { Labels } from "./codec.ts";
import type { OperationPlan } from "./plan.ts";

interface Node {
  literals: Map<string, Node>;
  label?: Node;
  routes: Route[];
}

interface Route {
  operation: OperationPlan;
  labels: string[];
  /** A path such as `/layers?find=LayerVersion` also asks for this parameter. */
  query: [name: string, value: string][];
}

export interface PathMatch {
  operation: OperationPlan;
  labels: Labels;
}

const mostKnown = 1000;
const longestKnown = 300;

/** Finds the REST operation a method and path mean: literal segments before labels, query literals first. */
export class PathRouter {
  readonly #roots = new Map<string, Node>();
  /** Matches without a query, by method and path. */
  readonly #known = new Map<string, PathMatch>();

  constructor(operations: Iterable<OperationPlan>) {
    for (const operation of operations) {
      if (!operation.http) continue;
      const { method, path } = operation.http;
      const [pathname = "", search = ""] = path.split("?");
      let node = getOrAdd(this.#roots, method, newNode);
      const labels: string[] = [];
      for (const segment of segmentsOf(pathname)) {
        const label = /^\{(\w+)\}$/.exec(segment)?.[1];
        if (label) {
          labels.push(label);
          node = node.label ??= newNode();
        } else node = getOrAdd(node.literals, segment, newNode);
      }
      node.routes.push({ operation, labels, query: [...new URLSearchParams(search)] });
      node.routes.sort((a, b) => b.query.length - a.query.length);
    }
  }

  /** `path` is percent-encoded; a slash at its end does not count. */
  match(method: string, path: string, query: URLSearchParams): PathMatch | undefined {
    if (query.size > 0) return this.#find(method, path, query);
    // The same functions are called again and again.
    const key = `${method} ${path}`;
    let match = this.#known.get(key);
    if (match) return match;
    match = this.#find(method, path, query);
    if (this.#known.size >= mostKnown) this.#known.clear();
    if (match && key.length <= longestKnown) this.#known.set(key, match);
    return match;
  }

  #find(method: string, path: string, query: URLSearchParams): PathMatch | undefined {
    const root = this.#roots.get(method);
    return root && find(root, segmentsOf(path), 0, [], query);
  }
}

function find(
  node: Node,
  segments: readonly string[],
  depth: number,
  values: readonly string[],
  query: URLSearchParams,
): PathMatch | undefined {
  const segment = segments[depth];
  if (segment === undefined) {
    const route = node.routes.find((candidate) =>
      candidate.query.every(([name, value]) => query.get(name) === value),
    );
    return (
      route && {
        operation: route.operation,
        labels: Object.fromEntries(route.labels.map((label, i) => [label, values[i] ?? ""])),
      }
    );
  }
  const literal = node.literals.get(segment);
  const found = literal && find(literal, segments, depth + 1, values, query);
  if (found || !node.label || segment === "") return found;
  return find(node.label, segments, depth + 1, [...values, decodeSegment(segment)], query);
}

function segmentsOf(path: string): string[] {
  return path.slice(1, path.length > 1 && path.endsWith("/") ? -1 : undefined).split("/");
}

/** A segment that is not valid percent-encoding stands for itself. */
function decodeSegment(segment: string): string {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const newNode = (): Node => ({ literals: new Map(), routes: [] });

function getOrAdd<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
