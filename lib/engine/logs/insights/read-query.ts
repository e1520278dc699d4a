import { malformedQuery } from "./malformed-query.ts";
import { QueryScanner, type Token } from "./query-scanner.ts";
import type { Command, Expression, ParsePattern, SortKey } from "./query-syntax.ts";
import { readExpression, readName, readNamedExpressions } from "./read-expression.ts";

const limitAtMost = 100_000;
const statsAtMost = 10;

/** Commands of AWS's that the engine does not have, and why. */
const refusedCommands: Readonly<Record<string, string>> = {
  pattern: "it does not find patterns in events; group with parse and stats",
  anomaly: "it does not look for anomalies",
  diff: "it does not compare periods of time; send two queries",
  join: "it does not join log groups",
  lookup: "it has no lookup tables",
  unmask: "it masks nothing",
  source: "choose log groups with logGroupNames or logGroupIdentifiers",
  addtotals: "add up with stats",
  relevantfields: "it does not weigh fields",
  estimate: "it costs nothing to run the query",
};

/**
 * Reads a query of CloudWatch Logs Insights' own language into its commands. Throws
 * MalformedQueryException with the place of what cannot be read.
 */
export function readQuery(text: string): Command[] {
  const scanner = new QueryScanner(text);
  const commands: Command[] = [];
  let stats = 0;
  do {
    const token = scanner.next;
    // A query may begin or end with a pipe.
    if (token.kind === "end" || scanner.at("|")) continue;
    if (commands.at(-1)?.kind === "dedup" && !scanner.at("limit")) throw scanner.unexpected();
    const command = readCommand(scanner);
    if (command.kind === "stats" && ++stats > statsAtMost)
      throw malformedQuery(`a query has at most ${statsAtMost} stats commands`, token);
    commands.push(command);
  } while (scanner.accept("|"));
  if (scanner.next.kind !== "end") throw scanner.unexpected();
  return commands;
}

function readCommand(scanner: QueryScanner): Command {
  const token = scanner.expectKind("word");
  const name = token.value.toLowerCase();
  switch (name) {
    case "fields":
      return { kind: "fields", fields: readNamedExpressions(scanner) };
    case "display":
      return { kind: "display", fields: readNamedExpressions(scanner) };
    case "filter":
    case "filterindex":
      return { kind: "filter", condition: readExpression(scanner) };
    case "parse":
      return readParse(scanner);
    case "stats":
      return {
        kind: "stats",
        values: readNamedExpressions(scanner),
        by: scanner.accept("by") ? readNamedExpressions(scanner) : [],
      };
    case "sort":
      return { kind: "sort", keys: readSortKeys(scanner) };
    case "limit":
      return readLimit(scanner);
    case "dedup":
      return { kind: "dedup", fields: readNames(scanner) };
    case "unnest":
    case "expand":
      return readUnnest(scanner);
    default: {
      const why = refusedCommands[name];
      if (why === undefined) throw scanner.unexpected(token);
      throw malformedQuery(`The local engine does not have the command ${name}: ${why}.`, token);
    }
  }
}

function readNames(scanner: QueryScanner): string[] {
  const names: string[] = [];
  do names.push(readName(scanner));
  while (scanner.accept(","));
  return names;
}

function readSortKeys(scanner: QueryScanner): SortKey[] {
  const keys: SortKey[] = [];
  do {
    const field = readName(scanner);
    const descending = scanner.accept("desc") !== undefined;
    if (!descending) scanner.accept("asc");
    keys.push({ field, descending });
  } while (scanner.accept(","));
  return keys;
}

function readLimit(scanner: QueryScanner): Command {
  const any = scanner.accept("any") !== undefined;
  const token = scanner.expectKind("number");
  const count = Number(token.value);
  if (!Number.isInteger(count) || count < 1 || count > limitAtMost)
    throw malformedQuery(`limit must be a whole number from 1 to ${limitAtMost}`, token);
  return { kind: "limit", count, any };
}

function readUnnest(scanner: QueryScanner): Command {
  const { start } = scanner.next;
  const source = readExpression(scanner);
  const written = scanner.slice(start, scanner.next.start);
  scanner.accept("into");
  scanner.accept("as");
  const { kind } = scanner.next;
  const name = kind === "word" || kind === "field" ? readName(scanner) : undefined;
  return { kind: "unnest", source, name: name ?? written };
}

/** `parse [field] "glob *" as a`, `parse [field] /(?<a>...)/`, `parse [field] logfmt as a`. */
function readParse(scanner: QueryScanner): Command {
  const message: Expression = { kind: "field", name: "@message" };
  const { kind } = scanner.next;
  const source =
    kind === "string" || scanner.at("/") || scanner.at("logfmt") ? message : readSource(scanner);
  return { kind: "parse", source, pattern: readParsePattern(scanner) };
}

/** No arithmetic here: a slash begins the pattern. */
function readSource(scanner: QueryScanner): Expression {
  if (scanner.next.kind === "field") return { kind: "field", name: scanner.take().value };
  return { kind: "field", name: readName(scanner) };
}

function readParsePattern(scanner: QueryScanner): ParsePattern {
  const regex = scanner.acceptRegex();
  const token = scanner.next;
  if (regex) {
    const groups = [...regex.source.matchAll(/\(\?<([\p{L}_$][\p{L}\p{N}_$]*)>/gu)];
    const names = groups.map((group) => group[1] ?? "");
    const renamed = scanner.accept("as") ? readNames(scanner) : names;
    return { kind: "regex", regex, names: renamed };
  }
  if (scanner.accept("logfmt")) {
    scanner.expect("as");
    return { kind: "logfmt", alias: readName(scanner) };
  }
  const { value } = scanner.expectKind("string");
  const parts = value.split("*");
  scanner.expect("as");
  const names = readNames(scanner);
  if (names.length !== parts.length - 1) throw wrongCount(token, parts.length - 1, names.length);
  return { kind: "glob", parts, names };
}

function wrongCount(token: Token, wildcards: number, names: number) {
  return malformedQuery(
    `the pattern has ${wildcards} wildcard${wildcards === 1 ? "" : "s"} and ${names} name${names === 1 ? "" : "s"} for them`,
    token,
  );
}
