import type { Gateway } from "./gateway.ts";
import type { ApiRequest } from "./api-request.ts";
import { contextValue } from "./map-parameters.ts";
import type { MatchedRoute } from "./match-route.ts";

export interface AccessLogSettings {
  DestinationArn?: string | undefined;
  Format?: string | undefined;
}

/** Writes a stage's access log: one line a request, in the stage's own format. */
export function logAccess(
  { logs, clock, log }: Gateway,
  settings: AccessLogSettings | undefined,
  {
    call,
    route,
    authorizer,
    ...outcome
  }: {
    call: ApiRequest;
    route: Partial<MatchedRoute>;
    authorizer?: Record<string, unknown> | undefined;
    status: number;
    responseLength: number;
    error?: string | undefined;
  },
): void {
  const group = settings?.DestinationArn?.split(":log-group:")[1]?.replace(/:\*$/, "");
  if (!group || !settings?.Format) return;
  const own: Readonly<Record<string, string | undefined>> = {
    status: String(outcome.status),
    responseLength: String(outcome.responseLength),
    responseLatency: String(clock.now() - call.nowMs),
    "error.message": outcome.error,
  };
  // Values come from clients: no line of theirs is to look like another one.
  const message = settings.Format.replaceAll(
    /\$context\.([A-Za-z]+(?:\.\w+)*)/g,
    (_text, name: string) =>
      (own[name] ?? contextValue(name, call, route, authorizer) ?? "-").replaceAll(/[\r\n]/g, " "),
  );
  try {
    logs.put(call.region, group, call.apiId, [{ timestampMs: clock.now(), message }]);
  } catch (error) {
    log.error("An access log could not be written", error);
  }
}
