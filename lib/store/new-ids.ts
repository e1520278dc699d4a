import type { Change, CloudCall } from "@/lib/model/change";
import { readChange, readChanges } from "./journal";

/** Commands that make a thing with an id of AWS's own, and where the answer has it. */
const idsOf: Readonly<Record<string, string>> = {
  CreateEventSourceMapping: "UUID",
  CreateIntegration: "IntegrationId",
  CreateRoute: "RouteId",
};

const lookedAt = 200;

/**
 * A call that takes something back, with the ids that things have now: what was deleted and made again since the call
 * was written down has another one.
 */
export function withNewIds(call: CloudCall, connectionId: string): CloudCall {
  if (call.service !== "apigatewayv2") return call;
  const { Target } = call.input;
  const [, integrationId] = /^integrations\/(.+)$/.exec(String(Target)) ?? [];
  if (integrationId === undefined) return call;
  const now = idNow(integrationId, readChanges({ connectionId, limit: lookedAt }));
  return { ...call, input: { ...call.input, Target: `integrations/${now}` } };
}

/** The deletion of what a call has just made again: by the id that it has now. */
export function deletionOfNew(
  deletion: CloudCall,
  made: CloudCall,
  answer: object,
): CloudCall | undefined {
  const member = idsOf[made.command];
  if (member === undefined || !(member in answer)) return undefined;
  const id = (answer as Record<string, unknown>)[member];
  return { ...deletion, input: { ...deletion.input, [member]: id } };
}

function idNow(id: string, newestFirst: readonly Change[]): string {
  const again = newestFirst.find(
    ({ call, undoes, outcome }) =>
      call.command === "CreateIntegration" &&
      outcome === "done" &&
      undoes !== undefined &&
      readChange(undoes)?.call.input.IntegrationId === id,
  );
  const { IntegrationId } = { ...(again?.answer as { IntegrationId?: string } | undefined) };
  return IntegrationId === undefined ? id : idNow(IntegrationId, newestFirst);
}
