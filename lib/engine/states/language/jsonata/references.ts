import type { SyntaxNode } from "./realm.ts";

/** What an expression reads from outside. */
export interface References {
  /** Names, and `$`, that mean the input of the whole expression. */
  topLevel: ReadonlySet<string>;
  /** Whether it has `$$`, which always means that input. */
  hasRoot: boolean;
  /** The members of `$states`. */
  states: ReadonlySet<string>;
}

/**
 * Walks an expression's syntax tree. Only the first step of a path is read from the input of the whole; later
 * steps, predicates, sort terms and groups are read from what stands before them. The body of a function
 * is read from where the function stands.
 */
export function referencesOf(tree: SyntaxNode): References {
  const topLevel = new Set<string>();
  const states = new Set<string>();
  let hasRoot = false;

  const walkAll = (value: unknown, isTop: boolean): void => {
    if (Array.isArray(value)) for (const item of value as unknown[]) walkAll(item, isTop);
    else if (typeof value === "object" && value !== null) walk(value as SyntaxNode, isTop);
  };
  const walkMembers = (node: SyntaxNode, names: readonly string[], isTop: boolean): void => {
    for (const name of names) walkAll(node[name], isTop);
  };

  const walkPath = (steps: readonly SyntaxNode[], isTop: boolean): void => {
    const [first, second] = steps;
    if (first?.type === "variable" && first.value === "states" && second?.type === "name")
      states.add(String(second.value));
    steps.forEach((step, index) => walk(step, isTop && index === 0));
  };

  const walk = (node: SyntaxNode, isTop: boolean): void => {
    const { type, value } = node;
    if (type === "variable") {
      if (value === "$") hasRoot = true;
      if (value === "" && isTop) topLevel.add("$");
    } else if (type === "name" && isTop) topLevel.add(String(value));
    else if (type === "path") walkPath(node.steps as SyntaxNode[], isTop);
    else if (type === "sort") return walkMembers(node, ["terms", "stages"], false);
    else if (type === "transform") return walkMembers(node, ["pattern", "update", "delete"], false);
    walkMembers(node, contextual, isTop);
    walkMembers(node, following, false);
  };

  walk(tree, true);
  return { topLevel, hasRoot, states };
}

/** Members of nodes that are read from where the node itself is read from. */
const contextual = [
  "lhs",
  "rhs",
  "expression",
  "expressions",
  "arguments",
  "procedure",
  "condition",
  "then",
  "else",
  "body",
  "expr",
];

/** Members that are read from what the node comes to. */
const following = ["predicate", "stages", "group"];
