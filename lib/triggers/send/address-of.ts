import { type Connection, isLoopback } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import type { ApiRoute, FunctionUrl } from "@/lib/model/push-triggers";

/** Where a trigger is called: only an address that AWS itself has told, or one made of what it has told. */
export function addressOf(connection: Connection, trigger: FunctionUrl | ApiRoute): string {
  const address =
    trigger.kind === "url" ? trigger.url.replace(/\/$/, "") : stageAddress(connection, trigger);
  if (isExpected(connection, new URL(address).hostname)) return address;
  throw new ProblemError({
    kind: "unsupported",
    title: "Nothing was sent",
    detail: `${address} is neither an address of AWS nor of ${connection.label}.`,
  });
}

/** A REST API does not tell its address, but it is made of what is known. */
function stageAddress(
  { endpoint, region }: Connection,
  { apiId, stages: [stage], endpoint: told }: ApiRoute,
): string {
  if (stage === undefined)
    throw new ProblemError({
      kind: "unsupported",
      title: "Nothing was sent",
      detail: "The API is not deployed to any stage.",
    });
  const local = endpoint === undefined ? undefined : new URL(endpoint);
  const made = local
    ? `${local.protocol}//${apiId}.execute-api.${region}.localhost:${local.port}`
    : `https://${apiId}.execute-api.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
  // Node.js opens a WebSocket by an HTTP request.
  const base = (told ?? made).replace(/^ws/, "http").replace(/\/$/, "");
  return stage === "$default" ? base : `${base}/${stage}`;
}

/** What an endpoint tells must not lead a request, perhaps a signed one, anywhere else. */
function isExpected({ endpoint }: Connection, hostname: string): boolean {
  if (endpoint === undefined)
    return /\.(lambda-url\.[a-z0-9-]+\.on\.aws|execute-api\.[a-z0-9-]+\.(amazonaws\.com|amazonaws\.com\.cn))$/.test(
      hostname,
    );
  const own = new URL(endpoint).hostname;
  return (
    hostname === own ||
    hostname.endsWith(`.${own}`) ||
    (isLoopback(endpoint) && hostname.endsWith(".localhost"))
  );
}
