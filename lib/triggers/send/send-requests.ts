import { signRequest } from "@/lib/aws/sign-request";
import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import type { ApiRoute, FunctionUrl } from "@/lib/model/push-triggers";
import { isSigned, type SentEvents, type SentResult } from "@/lib/model/sent-events";
import { addressOf } from "./address-of";
import { requestAddress } from "./request-address";
import { requireWritable } from "./require-writable";
import { type BatchResult, sendBatches } from "./send-batches";

const atOnce = 10;

/**
 * Calls an address of the function, signed where it asks for that, and never where that leads on. The connection's lock
 * counts as it does for invocations.
 */
export async function sendRequests(
  connection: Connection,
  trigger: FunctionUrl | ApiRoute,
  filled: readonly SentEvents[],
): Promise<SentResult> {
  requireWritable(connection);
  const base = addressOf(connection, trigger);
  let response: SentResult["response"];
  const result = await sendBatches(filled, atOnce, async (batch): Promise<BatchResult> => {
    const answers = await Promise.all(batch.map((one) => request(connection, trigger, base, one)));
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

async function request(
  connection: Connection,
  trigger: FunctionUrl | ApiRoute,
  base: string,
  { method = "GET", path = "/", text, headers = [] }: SentEvents,
): Promise<{ status: number; body: string }> {
  const url = new URL(`${base}${path}`);
  const body = method === "GET" || method === "HEAD" ? "" : text;
  const asked = { method, headers, body };
  const service = trigger.kind === "url" ? "lambda" : "execute-api";
  const signed = isSigned(trigger)
    ? { ...asked, headers: await signRequest(connection, service, { url, ...asked }) }
    : asked;
  try {
    return await requestAddress(url, signed);
  } catch (error) {
    throw new ProblemError({
      kind: "unreachable",
      title: "The address did not answer",
      detail: `${base}: ${error instanceof Error ? error.message : String(error)}`,
    });
  }
}
