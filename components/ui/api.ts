import { ProblemError, type Problem } from "@/lib/model/problem";

/** Values of a query string; undefined ones are left out, lists repeat the name. */
export type Params = Record<string, string | number | boolean | readonly string[] | undefined>;

/** The cookie that remembers the last connection for pages opened without `connection=`. */
export const connectionCookie = "lambdeck_connection";

/** The connection this tab looks at: the address says it, else the cookie, else the server's default. */
function currentConnectionId(): string | undefined {
  const fromAddress = new URLSearchParams(location.search).get("connection");
  if (fromAddress) return fromAddress;
  const cookie = document.cookie
    .split("; ")
    .find((entry) => entry.startsWith(`${connectionCookie}=`));
  return cookie ? decodeURIComponent(cookie.slice(connectionCookie.length + 1)) : undefined;
}

/** An address of the API with parameters and the tab's connection; for links, downloads and EventSource. */
export function apiUrl(path: string, params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ connection: currentConnectionId(), ...params })) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

export interface SendOptions {
  params?: Params;
  signal?: AbortSignal;
}

/** Reads JSON from the API. Throws ProblemError. */
export async function getJson<T>(path: string, params?: Params, signal?: AbortSignal): Promise<T> {
  return answer<T>(apiUrl(path, params), { signal });
}

/** Sends JSON (or nothing) to the API and reads the answer. Throws ProblemError. */
export async function sendJson<T = unknown>(
  method: "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
  { params, signal }: SendOptions = {},
): Promise<T> {
  return answer<T>(apiUrl(path, params), {
    method,
    signal,
    body: JSON.stringify(body ?? {}),
    headers: { "content-type": "application/json" },
  });
}

/** Reads bytes from the API. Throws ProblemError. */
export async function getBytes(
  path: string,
  params?: Params,
  signal?: AbortSignal,
): Promise<ArrayBuffer> {
  const url = apiUrl(path, params);
  const response = await respond(url, { signal });
  if (response.ok) return response.arrayBuffer();
  throw failure(url, {}, response, parsed(await response.text()));
}

type Init = Omit<RequestInit, "headers"> & { headers?: Record<string, string> };

async function answer<T>(url: string, init: Init): Promise<T> {
  const response = await respond(url, init);
  const body = parsed(await response.text());
  if (response.ok && body !== undefined) return body as T;
  throw failure(url, init, response, body);
}

async function respond(url: string, init: Init): Promise<Response> {
  try {
    return await fetch(url, { ...init, headers: { ...init.headers, "x-lambdeck": "1" } });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ProblemError(dashboardGone, { cause: error });
  }
}

function failure(url: string, init: Init, response: Response, body: unknown): ProblemError {
  if (hasProblem(body)) return new ProblemError(body.problem);
  return new ProblemError({
    kind: response.status === 401 ? "denied" : "unexpected",
    title:
      response.status === 401
        ? "This browser is not signed in"
        : "The dashboard gave no usable answer",
    detail: `${init.method ?? "GET"} ${url.split("?")[0]}: HTTP ${response.status}`,
    action: response.status === 401 ? "Open the link that `npm start` printed." : undefined,
  });
}

const dashboardGone: Problem = {
  kind: "unreachable",
  title: "Lambdeck does not answer",
  detail: "The dashboard's own server cannot be reached from this page.",
  action: "Run `npm start` again; the page goes on by itself.",
};

function parsed(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hasProblem(body: unknown): body is { problem: Problem } {
  return typeof body === "object" && body !== null && "problem" in body;
}
