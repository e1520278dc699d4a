export interface PostedMessage {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** How long an address may take to answer (SNS developer guide, "HTTP/HTTPS endpoints"). */
const timeoutMs = 15_000;

/** The names of this machine; nothing is posted to any other. */
export function isLocalAddress(url: string): boolean {
  try {
    const { hostname, protocol } = new URL(url);
    return (
      (protocol === "http:" || protocol === "https:") &&
      (hostname === "127.0.0.1" ||
        hostname === "[::1]" ||
        hostname === "localhost" ||
        hostname.endsWith(".localhost"))
    );
  } catch {
    return false;
  }
}

/** Posts a message to an address on this machine; the status of the answer. Rejects when there is none. */
export async function postMessage({ url, headers, body }: PostedMessage): Promise<number> {
  const { protocol, hostname, port, pathname, search, host, username, password } = new URL(url);
  const bytes = Buffer.from(body, "utf8");
  const { request: send } = await (protocol === "https:"
    ? import("node:https")
    : import("node:http"));
  return new Promise((resolve, reject) => {
    const request = send(
      {
        // Names below `localhost` are this machine, whatever its resolver says.
        host: hostname === "[::1]" ? "::1" : "127.0.0.1",
        port: port || (protocol === "https:" ? 443 : 80),
        path: pathname + search,
        method: "POST",
        headers: { ...headers, host, "content-length": String(bytes.length) },
        timeout: timeoutMs,
        // Certificates of local servers are their own.
        ...(protocol === "https:" && { rejectUnauthorized: false }),
        ...(username !== "" && {
          auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}`,
        }),
      },
      (response) => {
        response.resume();
        response.once("error", reject);
        response.once("end", () => resolve(response.statusCode ?? 0));
      },
    );
    request.once("timeout", () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    request.once("error", reject);
    request.end(bytes);
  });
}
