import { ServiceError } from "../../http/service.ts";

/** A stretch of the query's text. */
export interface Span {
  start: number;
  end: number;
}

/** AWS's answer to a query that it cannot compile, with the place in the query. */
export function malformedQuery(message: string, span: Span): ServiceError {
  return new ServiceError("MalformedQueryException", message, 400, {
    queryCompileError: {
      location: { startCharOffset: span.start, endCharOffset: span.end },
      message,
    },
  });
}

/** AWS's words for what it cannot read: `unexpected symbol found ( at line 1 and position 12`. */
export function unexpectedSymbol(query: string, span: Span): ServiceError {
  const symbol = query.slice(span.start, span.end) || "the end of the query";
  const before = query.slice(0, span.start);
  const line = before.split("\n").length;
  const position = span.start - before.lastIndexOf("\n");
  return malformedQuery(
    `unexpected symbol found ${symbol} at line ${line} and position ${position}`,
    span,
  );
}
