import type { IncomingMessage } from "node:http";
import { bucketOfHost } from "./bucket-address.ts";
import type { WireReply } from "./codec.ts";
import { ServiceError } from "./service.ts";

/** A request of a web page that a bucket's CORS rules allow. */
export interface CrossOrigin {
  /** The whole answer to a preflight, allowed or not. */
  preflight?: WireReply;
  /** What goes with any other answer. */
  headers: Readonly<Record<string, string>>;
}

const loopback = String.raw`(?:127\.0\.0\.1|localhost|\[::1\])`;
const awsName = String.raw`(?:[a-z0-9-]+\.)+amazonaws\.com(?:\.cn)?`;
/** Host prefixes that some operations put before the name of their service. */
const hostPrefix = "(?:stream-|streaming-|sync-|data-)?";
const allowedHost = new RegExp(`^(?:${hostPrefix}${loopback}|${awsName})(?::\\d{1,5})?$`, "i");

/**
 * The engine runs code with the user's rights, so no web page may reach it: not by its own fetch (Origin,
 * Sec-Fetch-Site, preflight), also not from another port of this machine, where any development server's page
 * may come from, nor by a name that resolves to this machine (Host). No page of ours calls it either. Only a
 * bucket's own CORS rules let a page in, to that bucket.
 * Returns why a request is refused, or undefined when it may pass.
 */
export function refuseRequest(
  request: IncomingMessage,
  crossOrigin?: CrossOrigin,
): ServiceError | undefined {
  const { headers } = request;
  if (!request.url?.startsWith("/"))
    return new ServiceError(
      "MalformedHttpRequestException",
      "The request target must be a path.",
      400,
    );
  const hosts = countHosts(request.rawHeaders);
  if (hosts !== 1 || !(allowedHost.test(headers.host ?? "") || bucketOfHost(headers.host)))
    return new ServiceError(
      "MisdirectedRequestException",
      `The local engine does not answer for the host '${headers.host ?? ""}'. Use 127.0.0.1 or localhost.`,
      421,
    );
  if (crossOrigin) return undefined;
  if (headers["access-control-request-method"] !== undefined || request.method === "OPTIONS")
    return forbidden("The local engine does not answer cross-origin requests of web pages.");
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`)
    return forbidden(`The local engine refuses requests of the web origin '${headers.origin}'.`);
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "none" && site !== "same-origin")
    return forbidden("The local engine refuses requests of other sites' web pages.");
  return undefined;
}

const forbidden = (message: string): ServiceError =>
  new ServiceError("AccessDeniedException", message, 403);

function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (rawHeaders[i]?.length === 4 && rawHeaders[i]?.toLowerCase() === "host") count++;
  return count;
}
