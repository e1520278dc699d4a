import { type Connection, isLoopback } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import type { ApiRoute, FunctionUrl } from "@/lib/model/push-triggers";
import { stageAddress } from "@/lib/model/route-address";

/** Where a trigger is called: only an address that AWS itself has told, or one made of what it has told. */
export function addressOf(connection: Connection, trigger: FunctionUrl | ApiRoute): string {
  const address =
    trigger.kind === "url" ? trigger.url.replace(/\/$/, "") : deployedAddress(connection, trigger);
  if (isExpected(connection, new URL(address).hostname)) return address;
  throw new ProblemError({
    kind: "unsupported",
    title: "Nothing was sent",
    detail: `${address} is neither an address of AWS nor of ${connection.label}.`,
  });
}

function deployedAddress(connection: Connection, route: ApiRoute): string {
  const address = stageAddress(connection, route);
  if (address === undefined)
    throw new ProblemError({
      kind: "unsupported",
      title: "Nothing was sent",
      detail: "The API is not deployed to any stage.",
    });
  // Node.js opens a WebSocket by an HTTP request.
  return address.replace(/^ws/, "http");
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
