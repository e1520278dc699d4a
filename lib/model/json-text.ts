export interface JsonToken {
  kind: "key" | "string" | "number" | "word" | "punctuation" | "space" | "other";
  text: string;
}

const pattern =
  /(\s+)|("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)|([{}[\],:])|([^\s{}[\],:"]+|")/g;

/** The pieces of a JSON text as they stand in it: joined they give the text back. Never throws. */
export function jsonTokens(text: string): JsonToken[] {
  const tokens: JsonToken[] = [];
  for (const match of text.matchAll(pattern)) {
    const [whole, space, string, number, word, punctuation] = match;
    if (space !== undefined) tokens.push({ kind: "space", text: whole });
    else if (string !== undefined) tokens.push({ kind: "string", text: whole });
    else if (number !== undefined) tokens.push({ kind: "number", text: whole });
    else if (word !== undefined) tokens.push({ kind: "word", text: whole });
    else if (punctuation !== undefined) {
      if (whole === ":") markKey(tokens);
      tokens.push({ kind: "punctuation", text: whole });
    } else tokens.push({ kind: "other", text: whole });
  }
  return tokens;
}

function markKey(tokens: JsonToken[]): void {
  const name = tokens.findLast(({ kind }) => kind !== "space");
  if (name?.kind === "string") name.kind = "key";
}

/**
 * Indents a JSON text by two spaces. Works on the text itself, so numbers keep every digit and keys their
 * order. Undefined when the text is not JSON.
 */
export function formatJson(text: string): string | undefined {
  if (jsonProblem(text)) return undefined;
  let result = "";
  let depth = 0;
  const tokens = jsonTokens(text).filter(({ kind }) => kind !== "space");
  const line = () => `\n${"  ".repeat(depth)}`;
  tokens.forEach(({ text: piece }, i) => {
    const before = tokens[i - 1]?.text;
    const opensBefore = before === "{" || before === "[";
    if (piece === "}" || piece === "]") {
      depth -= 1;
      result += opensBefore ? piece : line() + piece;
      return;
    }
    if (opensBefore) result += line();
    result += piece;
    if (piece === "{" || piece === "[") depth += 1;
    else if (piece === ",") result += line();
    else if (piece === ":") result += " ";
  });
  return result;
}

/** A JSON text without space between its pieces. */
export function compactJson(text: string): string {
  return jsonTokens(text)
    .filter(({ kind }) => kind !== "space")
    .map(({ text: piece }) => piece)
    .join("");
}

export interface JsonProblem {
  message: string;
  /** From 1; absent where the browser does not say. */
  line?: number;
  column?: number;
}

/** What keeps a text from being JSON, and where; undefined when it is JSON. */
export function jsonProblem(text: string): JsonProblem | undefined {
  if (text.trim() === "") return { message: "The event is empty. The smallest one is {}." };
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { message: plainMessage(said), ...place(said, text) };
  }
}

/** Browsers write the place as a position, as line and column, or not at all. */
function place(said: string, text: string): { line?: number; column?: number } {
  const lineColumn = /line (\d+) column (\d+)/.exec(said);
  if (lineColumn) return { line: Number(lineColumn[1]), column: Number(lineColumn[2]) };
  const position = /at position (\d+)/.exec(said)?.[1];
  const at =
    position === undefined && /end of (JSON input|data)/.test(said)
      ? text.length
      : Number(position);
  if (Number.isNaN(at)) return {};
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function plainMessage(said: string): string {
  return said
    .replace(/^JSON\.parse: /, "")
    .replace(/,? \.\.\..*is not valid JSON$|, ".*" is not valid JSON$/s, "")
    .replace(/ in JSON at position \d+.*$| at position \d+.*$| at line \d+ column \d+.*$/s, "");
}
