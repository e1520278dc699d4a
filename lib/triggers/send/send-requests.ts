import { type Connection, isLoopback } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import type { ApiRoute, FunctionUrl } from "@/lib/model/push-triggers";
import { refuse } from "@/lib/model/refuse";
import type { SentEvents, SentResult } from "@/lib/model/sent-events";
import { requestAddress } from "./request-address";
import { type BatchResult, sendBatches } from "./send-batches";

const atOnce = 10;

/**
 * Calls an address of the function: only one that AWS itself has told, and never where that leads on. The connection's
 * lock counts as it does for invocations.
 */
export async function sendRequests(
  connection: Connection,
  trigger: FunctionUrl | ApiRoute,
  filled: readonly SentEvents[],
): Promise<SentResult> {
  if (!connection.writable)
    throw new ProblemError({
      kind: "read-only",
      title: "Nothing was sent",
      detail: `${connection.label} is read-only.`,
      action: "Allow changes in the top bar first.",
    });
  const base = addressOf(connection, trigger);
  let response: SentResult["response"];
  const result = await sendBatches(filled, atOnce, async (batch): Promise<BatchResult> => {
    const answers = await Promise.all(batch.map((one) => request(base, one)));
    response ??= answers[0];
    return {
      ids: [],
      failed: answers.flatMap(({ status, body }) =>
        status >= 400 ? `HTTP ${status}: ${body.slice(0, 200)}` : [],
      ),
    };
  });
  // What answers with an error was sent all the same: the function may well have run.
  return { ...result, sent: filled.length, response };
}

function addressOf(connection: Connection, trigger: FunctionUrl | ApiRoute): string {
  const address = trigger.kind === "url" ? urlAddress(trigger) : stageAddress(connection, trigger);
  if (isExpected(connection, new URL(address).hostname)) return address;
  throw new ProblemError({
    kind: "unsupported",
    title: "Nothing was sent",
    detail: `${address} is neither an address of AWS nor of ${connection.label}.`,
  });
}

function urlAddress({ url, authType }: FunctionUrl): string {
  if (authType === "AWS_IAM")
    refuse("path", "This URL takes signed requests only; call it with a client that signs.");
  return url.replace(/\/$/, "");
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
  const base = (told ?? made).replace(/\/$/, "");
  return stage === "$default" ? base : `${base}/${stage}`;
}

/** What an endpoint tells must not lead a request anywhere else. */
function isExpected({ endpoint }: Connection, hostname: string): boolean {
  if (endpoint === undefined)
    return /\.(on\.aws|amazonaws\.com|amazonaws\.com\.cn)$/.test(hostname);
  const own = new URL(endpoint).hostname;
  return (
    hostname === own ||
    hostname.endsWith(`.${own}`) ||
    (isLoopback(endpoint) && hostname.endsWith(".localhost"))
  );
}

async function request(
  base: string,
  { method = "GET", path = "/", text, headers = [] }: SentEvents,
): Promise<{ status: number; body: string }> {
  try {
    return await requestAddress(new URL(`${base}${path}`), { method, headers, body: text });
  } catch (error) {
    throw new ProblemError({
      kind: "unreachable",
      title: "The address did not answer",
      detail: `${base}: ${error instanceof Error ? error.message : String(error)}`,
    });
  }
}
