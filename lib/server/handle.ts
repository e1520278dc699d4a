import type { ZodType } from "zod";
import { resolveConnection } from "@/lib/aws/connections";
import { problemFrom } from "@/lib/aws/problem-from";
import type { Connection } from "@/lib/model/connection";
import { type Problem, ProblemError, problemStatus } from "@/lib/model/problem";
import { passedGate } from "./gate-mark";
import { parseWith } from "./parse-query";

export interface Call<Body = undefined> {
  /** The values of the path's `[names]`, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  /** The parsed body; undefined for a handler without a schema. */
  body: Body;
  request: Request;
  /** Aborted when the browser hangs up. */
  signal: AbortSignal;
}

export interface ConnectionCall<Body = undefined> extends Call<Body> {
  /** The one `?connection=` names, else the default one. */
  connection: Connection;
}

type RouteHandler = (
  request: Request,
  context: { params: Promise<Record<string, string | string[] | undefined>> },
) => Promise<Response>;

/**
 * Makes a route handler of a function from a call to a JSON value (undefined: 204) or to a Response of its
 * own. With a schema the JSON body is parsed first. Anything thrown is answered as `{problem}`.
 */
export function handle(answer: (call: ConnectionCall) => unknown): RouteHandler;
export function handle<Body>(
  body: ZodType<Body>,
  answer: (call: ConnectionCall<Body>) => unknown,
): RouteHandler;
export function handle<Body>(
  ...given:
    | [(call: ConnectionCall) => unknown]
    | [ZodType<Body>, (call: ConnectionCall<Body>) => unknown]
): RouteHandler {
  const withConnection =
    <B>(answer: (call: ConnectionCall<B>) => unknown) =>
    async (call: Call<B>) =>
      answer({
        ...call,
        connection: await resolveConnection(call.query.get("connection") ?? undefined),
      });
  return given.length === 1
    ? routeHandler(undefined, withConnection(given[0]))
    : routeHandler(given[0], withConnection(given[1]));
}

/** As `handle`, for routes that are not about one connection. */
export function handleWithoutConnection(answer: (call: Call) => unknown): RouteHandler;
export function handleWithoutConnection<Body>(
  body: ZodType<Body>,
  answer: (call: Call<Body>) => unknown,
): RouteHandler;
export function handleWithoutConnection<Body>(
  ...given: [(call: Call) => unknown] | [ZodType<Body>, (call: Call<Body>) => unknown]
): RouteHandler {
  return given.length === 1 ? routeHandler(undefined, given[0]) : routeHandler(given[0], given[1]);
}

function routeHandler<Body>(
  schema: ZodType<Body> | undefined,
  answer: (call: Call<Body>) => unknown,
): RouteHandler {
  return async (request, context) => {
    try {
      if (!passedGate(request.headers))
        return problemResponse({
          kind: "denied",
          title: "Not allowed",
          detail: "This request did not come through Lambdeck's own server.",
        });
      const value = await answer({
        params: await decodedParams(context),
        query: new URL(request.url).searchParams,
        body: (schema ? await parseBody(request, schema) : undefined) as Body,
        request,
        signal: request.signal,
      });
      if (value instanceof Response) return value;
      if (value === undefined) return new Response(null, { status: 204, headers: noStore });
      return Response.json(value, { headers: noStore });
    } catch (error) {
      const problem = problemFrom(error);
      // A mistake of ours, most likely: whoever runs this can see where.
      if (problem.kind === "unexpected" && !(error instanceof ProblemError))
        process.stderr.write(`lambdeck: ${error instanceof Error ? error.stack : String(error)}\n`);
      return problemResponse(problem);
    }
  };
}

const noStore = { "cache-control": "no-store" };

function problemResponse(problem: Problem): Response {
  const headers: Record<string, string> = { ...noStore };
  if (problem.retryAfterSeconds !== undefined)
    headers["retry-after"] = String(problem.retryAfterSeconds);
  return Response.json({ problem }, { status: problemStatus(problem.kind), headers });
}

async function decodedParams({
  params,
}: Parameters<RouteHandler>[1]): Promise<Record<string, string>> {
  const entries = Object.entries((await params) ?? {}).map(([name, value]) => {
    const text = Array.isArray(value) ? value.join("/") : (value ?? "");
    return [name, text] as const;
  });
  return Object.fromEntries(entries);
}

async function parseBody<Body>(request: Request, schema: ZodType<Body>): Promise<Body> {
  let value: unknown;
  try {
    value = await request.json();
  } catch {
    throw new ProblemError({
      kind: "invalid",
      title: "The request cannot be read",
      detail: "Its body is not JSON.",
    });
  }
  return parseWith(schema, value, "The request is not complete");
}
