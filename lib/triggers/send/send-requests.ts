import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import type { ApiRoute, FunctionUrl } from "@/lib/model/push-triggers";
import { refuse } from "@/lib/model/refuse";
import type { SentEvents, SentResult } from "@/lib/model/sent-events";
import { type BatchResult, sendBatches } from "./send-batches";

const timeoutMs = 35_000;
const shownBytes = 16_384;
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
  const base = addressOf(trigger);
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
  return { ...result, response };
}

function addressOf(trigger: FunctionUrl | ApiRoute): string {
  if (trigger.kind === "url") {
    if (trigger.authType === "AWS_IAM")
      refuse("path", "This URL takes signed requests only; call it with a client that signs.");
    return trigger.url.replace(/\/$/, "");
  }
  const [stage] = trigger.stages;
  if (stage === undefined || trigger.endpoint === undefined)
    throw new ProblemError({
      kind: "unsupported",
      title: "Nothing was sent",
      detail:
        stage === undefined
          ? "The API is not deployed to any stage."
          : "The service does not tell the address of this API.",
    });
  const base = trigger.endpoint.replace(/\/$/, "");
  return stage === "$default" ? base : `${base}/${stage}`;
}

async function request(
  base: string,
  { method = "GET", path = "/", text, headers = [] }: SentEvents,
): Promise<{ status: number; body: string }> {
  const hasBody = method !== "GET" && method !== "HEAD" && text !== "";
  try {
    const response = await fetch(`${base}${path}`, {
      method,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
      headers: headers.map(({ name, value }): [string, string] => [name, value]),
      ...(hasBody && { body: text }),
    });
    const body = await response.text();
    return { status: response.status, body: body.slice(0, shownBytes) };
  } catch (error) {
    const { message, cause } = error as Error;
    throw new ProblemError({
      kind: "unreachable",
      title: "The address did not answer",
      detail: `${base}: ${cause instanceof Error ? cause.message : message}`,
    });
  }
}
