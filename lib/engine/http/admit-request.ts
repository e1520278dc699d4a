import type { IncomingMessage } from "node:http";

export interface Refusal {
  status: number;
  message: string;
}

const loopback = String.raw`(?:127\.0\.0\.1|localhost|\[::1\])`;
const awsName = String.raw`(?:[a-z0-9-]+\.)+amazonaws\.com(?:\.cn)?`;
/** Host prefixes that some operations put before the name of their service. */
const hostPrefix = "(?:stream-|streaming-|sync-|data-)?";
const allowedHost = new RegExp(`^(?:${hostPrefix}${loopback}|${awsName})(?::\\d{1,5})?$`, "i");
const allowedOrigin = new RegExp(
  String.raw`^https?://(?:${loopback}|[a-z0-9-]+\.localhost)(?::\d{1,5})?$`,
  "i",
);

/**
 * The engine runs code with the user's rights, so a web page must not reach it: not by its own fetch
 * (Origin, Sec-Fetch-Site, preflight) nor by a name that resolves to this machine (Host).
 * Returns why a request is refused, or undefined when it may pass.
 */
export function refuseRequest(request: IncomingMessage): Refusal | undefined {
  const { headers } = request;
  if (!request.url?.startsWith("/"))
    return { status: 400, message: "The request target must be a path." };
  const hosts = countHosts(request.rawHeaders);
  if (hosts !== 1 || !allowedHost.test(headers.host ?? ""))
    return {
      status: 421,
      message: `The local engine does not answer for the host '${headers.host ?? ""}'. Use 127.0.0.1 or localhost.`,
    };
  if (headers["access-control-request-method"] !== undefined || request.method === "OPTIONS")
    return {
      status: 403,
      message: "The local engine does not answer cross-origin requests of web pages.",
    };
  if (headers.origin !== undefined && !allowedOrigin.test(headers.origin))
    return {
      status: 403,
      message: `The local engine refuses requests of the web origin '${headers.origin}'.`,
    };
  if (headers["sec-fetch-site"] === "cross-site")
    return { status: 403, message: "The local engine refuses cross-site requests of web pages." };
  return undefined;
}

function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (rawHeaders[i]?.length === 4 && rawHeaders[i]?.toLowerCase() === "host") count++;
  return count;
}
