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
  const { Target, RouteId } = call.input;
  const now = (id: string, maker: string) =>
    idNow(id, maker, readChanges({ connectionId, limit: lookedAt }));
  const [, integrationId] = /^integrations\/(.+)$/.exec(String(Target)) ?? [];
  if (integrationId !== undefined) {
    const target = `integrations/${now(integrationId, "CreateIntegration")}`;
    return { ...call, input: { ...call.input, Target: target } };
  }
  if (call.command === "CreateRouteResponse")
    return { ...call, input: { ...call.input, RouteId: now(String(RouteId), "CreateRoute") } };
  return call;
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

/** The id that what `maker` makes has since it was made again. */
function idNow(id: string, maker: string, newestFirst: readonly Change[]): string {
  const member = idsOf[maker] ?? "";
  const again = newestFirst.find(
    ({ call, undoes, outcome }) =>
      call.command === maker &&
      outcome === "done" &&
      undoes !== undefined &&
      readChange(undoes)?.call.input[member] === id,
  );
  const answer = again?.answer as Record<string, unknown> | undefined;
  const newId = answer?.[member];
  return newId === undefined ? id : idNow(String(newId), maker, newestFirst);
}
