import type { IncomingHttpHeaders } from "node:http";
import type { Access } from "./access";

/** What the gate looks at. Duplicates of a header are only visible in `rawHeaders`. */
export interface IncomingRequest {
  method?: string;
  url?: string;
  headers: IncomingHttpHeaders;
  rawHeaders: string[];
}

export interface Refusal {
  status: number;
  /** A sentence for people. */
  reason: string;
  retryAfterSeconds?: number;
}

export const signInPath = "/api/session";
export const loginPath = "/login";
const healthPath = "/api/health";

const largestBody = 8 * 1024 * 1024;
/** A 50 MB zip in base64, which is what a deployment may send. */
const largestCodeBody = 70 * 1024 * 1024;
/** An event of 6 MB as a JSON string, in which every quote takes two characters. */
const largestEventBody = 16 * 1024 * 1024;
const eventPath = /^\/api\/functions\/[^/]+\/(invoke(\/stream)?|events)$/;
const codePath = /^\/api\/functions(\/[^/]+\/code)?$/;

/** The names this dashboard answers to, the one to use first. */
export function hostsOf(port: number): [main: string, ...aliases: string[]] {
  return [`lambdeck.localhost:${port}`, `127.0.0.1:${port}`, `localhost:${port}`];
}

/** Why a request may not come in; undefined when it may. The order of the checks is part of the design. */
export function checkRequest(
  request: IncomingRequest,
  hosts: readonly string[],
  access: Access,
): Refusal | undefined {
  return (
    checkTarget(request) ??
    checkHost(request, hosts) ??
    checkHeaders(request) ??
    checkForeignOrigin(request, hosts) ??
    checkFetchSite(request) ??
    checkCredential(request, hosts, access) ??
    checkBody(request)
  );
}

export function pathOf(request: IncomingRequest): string {
  return (request.url ?? "").split("?", 1)[0] ?? "";
}

/** Whether a person is looking: a browser opening an address, not a script fetching data. */
export function isNavigation({ method, headers, url }: IncomingRequest): boolean {
  if (method !== "GET" || url?.startsWith("/api/")) return false;
  const mode = headers["sec-fetch-mode"];
  if (mode !== undefined) return mode === "navigate" && headers["sec-fetch-dest"] === "document";
  return headers.accept?.includes("text/html") ?? false;
}

function checkTarget({ method, url = "" }: IncomingRequest): Refusal | undefined {
  // An absolute or `//host` target could make a server behind the gate call another host.
  if (!/^\/(?![/\\])/.test(url) || url.includes("\\"))
    return { status: 400, reason: "The request's target is not a plain path." };
  if (!methods.has(method ?? "")) return { status: 405, reason: `${method} is not used here.` };
  return undefined;
}

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);

function checkHost(request: IncomingRequest, hosts: readonly string[]): Refusal | undefined {
  const sent = valuesOf(request, "host");
  if (sent.length === 1 && hosts.includes(sent[0]!)) return undefined;
  return {
    status: 421,
    reason: `This server answers as ${hosts[0]} (and ${hosts.slice(1).join(", ")}) only.`,
  };
}

function checkHeaders(request: IncomingRequest): Refusal | undefined {
  const refused = Object.keys(request.headers).find((name) => refusedHeaders.test(name));
  if (refused) return { status: 400, reason: `The header ${refused} is not accepted.` };
  const twice = singleHeaders.find((name) => valuesOf(request, name).length > 1);
  if (twice) return { status: 400, reason: `The header ${twice} was sent more than once.` };
  return undefined;
}

// What proxies, Next's own inner workings and Server Actions read: none of it may come from outside.
const refusedHeaders =
  /^(forwarded|x-forwarded-.*|x-real-ip|x-original-url|x-rewrite-url|x-http-method.*|x-middleware-.*|x-invoke-.*|x-matched-path|x-now-.*|x-vercel-.*|x-next-.*|x-prerender-.*|next-action|next-resume|content-security-policy.*|x-nonce|x-lambdeck-gate)$/;
const singleHeaders = ["origin", "authorization", "content-type", "content-length", "x-lambdeck"];

function checkForeignOrigin(
  { headers }: IncomingRequest,
  hosts: readonly string[],
): Refusal | undefined {
  if (headers.origin === undefined || isOwnOrigin(headers.origin, hosts)) return undefined;
  return { status: 403, reason: `Requests from ${headers.origin} are refused.` };
}

function isOwnOrigin(origin: string, hosts: readonly string[]): boolean {
  return hosts.some((host) => origin === `http://${host}`);
}

/** An extra: old browsers and addresses without TLS may not send it. */
function checkFetchSite(request: IncomingRequest): Refusal | undefined {
  const site = request.headers["sec-fetch-site"];
  if (site === undefined || site === "same-origin" || site === "none") return undefined;
  if (isNavigation(request) || pathOf(request) === healthPath) return undefined;
  return { status: 403, reason: "Requests from other sites are refused." };
}

function checkCredential(
  request: IncomingRequest,
  hosts: readonly string[],
  access: Access,
): Refusal | undefined {
  const reads = request.method === "GET" || request.method === "HEAD";
  const path = pathOf(request);
  if (reads && (path === healthPath || path === loginPath)) return undefined;
  if (request.method === "POST" && path === signInPath) return checkWrite(request, hosts);
  switch (access.credentialOf(request.headers)) {
    case "bearer":
      return undefined;
    case "cookie":
      return reads ? undefined : checkWrite(request, hosts);
    case "too-many":
      return tooManyAttempts;
    case "wrong":
      return { status: 401, reason: "The access token is not the one of this start." };
    case "none":
      return { status: 401, reason: "An access token is needed." };
  }
}

export const tooManyAttempts: Refusal = {
  status: 429,
  reason: "Too many wrong access tokens; wait a few seconds.",
  retryAfterSeconds: 2,
};

/** A browser's write: from our own page, as JSON, with the header only our page's script can add. */
function checkWrite({ headers }: IncomingRequest, hosts: readonly string[]): Refusal | undefined {
  if (headers.origin === undefined || !isOwnOrigin(headers.origin, hosts))
    return { status: 403, reason: "A write must come from Lambdeck's own page." };
  if (!/^application\/json(\s*;\s*charset=utf-8)?$/i.test(headers["content-type"] ?? ""))
    return { status: 415, reason: "A write is sent as application/json." };
  if (headers["x-lambdeck"] === undefined)
    return { status: 403, reason: "A write from a browser needs the header x-lambdeck." };
  return undefined;
}

/** The length is always announced, so that nobody has to count; Node's parser holds the sender to it. */
function checkBody(request: IncomingRequest): Refusal | undefined {
  const { headers } = request;
  if (headers["transfer-encoding"] !== undefined)
    return { status: 411, reason: "A body is sent with its Content-Length." };
  const path = pathOf(request);
  const limit = codePath.test(path)
    ? largestCodeBody
    : eventPath.test(path)
      ? largestEventBody
      : largestBody;
  if (Number(headers["content-length"] ?? 0) > limit)
    return { status: 413, reason: `A body may have ${limit / 1024 / 1024} MB here.` };
  return undefined;
}

function valuesOf({ rawHeaders }: IncomingRequest, name: string): string[] {
  const values: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (rawHeaders[index]!.toLowerCase() === name) values.push(rawHeaders[index + 1]!);
  return values;
}
