/**
 * The Serverless Framework's `package.patterns`: every file is in, `!` takes out, and of all patterns that match the
 * last decides.
 */
export function patternFilter(patterns: readonly string[]): (path: string) => boolean {
  const rules = patterns.flatMap((pattern) => {
    const takes = !pattern.startsWith("!");
    const glob = pattern.slice(takes ? 0 : 1).replace(/^\.\//, "");
    return braces(glob).map((part) => ({ takes, expression: toExpression(part) }));
  });
  return (path) => rules.findLast(({ expression }) => expression.test(path))?.takes ?? true;
}

/** `a.{js,ts}` as `a.js` and `a.ts`. */
function braces(glob: string): string[] {
  const [, before = "", choices, after = ""] = /^(.*?)\{([^{}]*)\}(.*)$/.exec(glob) ?? [];
  if (choices === undefined) return [glob];
  return choices.split(",").flatMap((choice) => braces(`${before}${choice}${after}`));
}

function toExpression(glob: string): RegExp {
  const body = glob
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replace(/\*\*\/|\/\*\*$|\*\*|\*|\?/g, (wildcard) => wildcards[wildcard] ?? wildcard);
  return new RegExp(`^${body}$`);
}

const wildcards: Readonly<Record<string, string>> = {
  "**/": "(?:.*/)?",
  "/**": "(?:/.*)?",
  "**": ".*",
  "*": "[^/]*",
  "?": "[^/]",
};
