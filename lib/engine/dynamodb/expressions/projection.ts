import { type Path, type Placeholders, showPath } from "./placeholders.ts";
import { TokenReader } from "./tokens.ts";

/** Reads a projection expression: the paths that an answer has. */
export function parseProjection(text: string, placeholders: Placeholders): Path[] {
  const tokens = new TokenReader("ProjectionExpression", text);
  const paths = [placeholders.path(tokens)];
  while (tokens.take(",")) paths.push(placeholders.path(tokens));
  tokens.expectEnd();
  checkOverlaps(tokens, paths);
  return paths;
}

/** No path may be another one, or lead to it. */
export function checkOverlaps(tokens: TokenReader, paths: readonly Path[]): void {
  for (const [index, one] of paths.entries())
    for (const other of paths.slice(index + 1)) {
      const shared = Math.min(one.length, other.length);
      const differs = one.slice(0, shared).findIndex((step, place) => step !== other[place]);
      const shown = `path one: ${showPath(one)}, path two: ${showPath(other)}`;
      if (differs < 0)
        throw tokens.error(
          `Two document paths overlap with each other; must remove or rewrite one of these paths; ${shown}`,
        );
      if (typeof one[differs] !== typeof other[differs])
        throw tokens.error(
          `Two document paths conflict with each other; must remove or rewrite one of these paths; ${shown}`,
        );
    }
}
