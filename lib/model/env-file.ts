export interface EnvFile {
  variables: Record<string, string>;
  /** Lines that are neither empty, a comment nor `NAME=value`. */
  unreadable: { line: number; text: string }[];
}

/**
 * Reads the text of a `.env` file: `NAME=value`, `export NAME=value`, `#` comments, values in single quotes
 * (as they stand) or double quotes (with \n, \r, \t, \" and \\; may go over several lines). A `#` after a space
 * ends an unquoted value. The last of two equal names wins.
 */
export function parseEnvFile(text: string): EnvFile {
  const variables: Record<string, string> = {};
  const unreadable: EnvFile["unreadable"] = [];
  const normal = text.replaceAll("\r\n", "\n").replace(/^\ufeff/, "");
  const lineStart = /[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*/y;
  const quoted = /"((?:[^"\\]|\\[^])*)"|'([^']*)'/y;
  let at = 0;
  while (at < normal.length) {
    const end = endOfLine(normal, at);
    const line = normal.slice(at, end);
    lineStart.lastIndex = at;
    const start = lineStart.exec(normal);
    if (start) {
      quoted.lastIndex = lineStart.lastIndex;
      const value = quoted.exec(normal);
      const rest = value && normal.slice(quoted.lastIndex, endOfLine(normal, quoted.lastIndex));
      if (value && rest !== null && /^\s*(#.*)?$/.test(rest)) {
        variables[start[1]!] =
          value[1] === undefined ? (value[2] ?? "") : value[1].replace(/\\([^])/g, unescaped);
        at = endOfLine(normal, quoted.lastIndex) + 1;
        continue;
      }
      variables[start[1]!] = normal
        .slice(lineStart.lastIndex, end)
        .replace(/(^|\s)#.*$/, "")
        .trim();
    } else if (!/^\s*(#.*)?$/.test(line)) {
      unreadable.push({ line: normal.slice(0, at).split("\n").length, text: line.trim() });
    }
    at = end + 1;
  }
  return { variables, unreadable };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

function unescaped(whole: string, character: string): string {
  return { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" }[character] ?? whole;
}
