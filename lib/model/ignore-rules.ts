/** Never part of a function, whatever the ignore file says. */
const alwaysIgnored = [
  ".git/",
  ".lambdaignore",
  "lambdeck.json",
  ".DS_Store",
  "__pycache__/",
  "node_modules/.cache/",
];

interface Rule {
  pattern: RegExp;
  /** A line that starts with `!` takes back what an earlier one ignored. */
  keep: boolean;
  folderOnly: boolean;
}

/**
 * Reads ignore lines as in .gitignore: `#` comments, `*`, `?` and `**`, a leading `/` for the top folder, a
 * trailing `/` for folders only, `!` to keep. The last line that matches decides. Paths use `/`.
 */
export function readIgnoreRules(text: string): (path: string, isFolder: boolean) => boolean {
  const fixed = alwaysIgnored.map(readRule);
  const rules = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(readRule);
  const applies = (rule: Rule, path: string, isFolder: boolean) =>
    (isFolder || !rule.folderOnly) && rule.pattern.test(path);
  return (path, isFolder) => {
    if (fixed.some((rule) => applies(rule, path, isFolder))) return true;
    const last = rules.findLast((rule) => applies(rule, path, isFolder));
    return last !== undefined && !last.keep;
  };
}

function readRule(line: string): Rule {
  const keep = line.startsWith("!");
  const folderOnly = line.endsWith("/");
  const glob = line.slice(keep ? 1 : 0).replace(/\/$/, "");
  // As in .gitignore, a slash inside ties the pattern to the top folder.
  const anchored = glob.includes("/");
  const body = glob
    .replace(/^\//, "")
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*\*\/|\*\*|\*|\?/g, (wildcard) => wildcards[wildcard] ?? wildcard);
  return { pattern: new RegExp(`${anchored ? "^" : "(^|/)"}${body}$`), keep, folderOnly };
}

const wildcards: Readonly<Record<string, string>> = {
  "**/": "(?:.*/)?",
  "**": ".*",
  "*": "[^/]*",
  "?": "[^/]",
};
