import { randomBytes } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { Access, cookieValue } from "./access";
import {
  checkRequest,
  hostsOf,
  isNavigation,
  loginPath,
  pathOf,
  type Refusal,
  signInPath,
  tooManyAttempts,
} from "./check-request";
import { gateMarkHeader, requireGateMark } from "./gate-mark";
import { commonHeaders, newNonce, pagePolicy, smallPagePolicy } from "./page-headers";
import {
  leadPage,
  loginPage,
  refusalPage,
  renderSmallPage,
  type SmallPage,
  stayCookie,
  unauthorizedPage,
} from "./small-pages";

export interface GateSettings {
  port: number;
  token: string;
  now?: () => number;
}

/**
 * Stands in front of Next: checks every request before Next parses anything of it, signs browsers in and
 * out, and gives pages their headers. What passes goes on to `pages`.
 */
export function createGate(
  { port, token, now }: GateSettings,
  pages: RequestListener,
): RequestListener {
  const hosts = hostsOf(port);
  const access = new Access(token, port, now);
  const mark = randomBytes(24).toString("base64url");
  requireGateMark(mark);

  return (request, response) => {
    for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value);
    const refusal = checkRequest(request, hosts, access);
    if (leadsToMainHost(request, refusal, hosts[0]))
      return sendPage(
        response,
        refusal?.status ?? 200,
        leadPage(hosts[0], request.headers.host!),
        `http://${hosts[0]}`,
      );
    if (refusal) return refuse(request, response, refusal);
    const path = pathOf(request);
    if (path === loginPath) return sendPage(response, 200, loginPage);
    if (path === signInPath) return void answerSession(request, response, access);
    // The page that leads here asks from 127.0.0.1 whether this name can be reached.
    if (path === "/api/health") response.setHeader("cross-origin-resource-policy", "cross-origin");
    const policy = pagePolicy(newNonce());
    response.setHeader("content-security-policy", policy);
    request.headers["content-security-policy"] = policy;
    request.headers[gateMarkHeader] = mark;
    pages(request, response);
  };
}

/** Whether somebody opened 127.0.0.1 or localhost without being signed in there. */
function leadsToMainHost(
  request: IncomingMessage,
  refusal: Refusal | undefined,
  mainHost: string,
): boolean {
  const isStart = refusal === undefined ? pathOf(request) === loginPath : refusal.status === 401;
  return (
    isStart &&
    request.headers.host !== mainHost &&
    isNavigation(request) &&
    cookieValue(request.headers.cookie, stayCookie) === undefined
  );
}

function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const { status, reason, retryAfterSeconds } = refusal;
  if (retryAfterSeconds !== undefined) response.setHeader("retry-after", retryAfterSeconds);
  if (status === 401) response.setHeader("www-authenticate", "Bearer");
  // Read to its end and thrown away: a sender that is cut off may never see the answer.
  request.resume();
  if (isNavigation(request))
    return sendPage(
      response,
      status,
      status === 401 ? unauthorizedPage(request.url ?? "/") : refusalPage(reason),
    );
  const problem = { kind: "denied", title: "Not allowed", detail: reason };
  sendJson(response, status, { problem });
}

async function answerSession(
  request: IncomingMessage,
  response: ServerResponse,
  access: Access,
): Promise<void> {
  if (request.method === "DELETE") {
    response.writeHead(204, { "set-cookie": access.signOutCookie() }).end();
    return;
  }
  if (request.method !== "POST")
    return refuse(request, response, { status: 405, reason: "Use POST or DELETE." });
  const token = await readToken(request);
  const outcome = token === undefined ? "wrong" : access.tryToken(token);
  if (outcome === "right") {
    response.writeHead(204, { "set-cookie": access.signInCookie() }).end();
    return;
  }
  refuse(
    request,
    response,
    outcome === "too-many"
      ? tooManyAttempts
      : { status: 401, reason: "The access token is not the one of this start." },
  );
}

/** The `token` of a small JSON body; undefined when there is none. */
async function readToken(request: IncomingMessage): Promise<string | undefined> {
  try {
    let text = "";
    for await (const chunk of request) {
      text += String(chunk);
      if (text.length > 4096) return undefined;
    }
    const body: unknown = JSON.parse(text);
    return typeof body === "object" &&
      body !== null &&
      "token" in body &&
      typeof body.token === "string"
      ? body.token
      : undefined;
  } catch {
    return undefined;
  }
}

function sendPage(
  response: ServerResponse,
  status: number,
  page: SmallPage,
  connectTo?: string,
): void {
  const nonce = newNonce();
  const html = renderSmallPage(page, nonce);
  response
    .writeHead(status, {
      "content-type": "text/html; charset=utf-8",
      "content-length": Buffer.byteLength(html),
      "content-security-policy": smallPagePolicy(nonce, connectTo),
      "cache-control": "no-store",
    })
    .end(html);
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response
    .writeHead(status, { "content-type": "application/json", "cache-control": "no-store" })
    .end(JSON.stringify(value));
}
