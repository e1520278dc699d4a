import type { Gateway } from "./gateway.ts";
import type { ApiRequest } from "./api-request.ts";

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
    valueOf,
    ...outcome
  }: {
    call: ApiRequest;
    /** `$context` by the names in it. */
    valueOf: (name: string) => string | undefined;
    status: number;
    responseLength: number;
  },
): void {
  const group = settings?.DestinationArn?.split(":log-group:")[1]?.replace(/:\*$/, "");
  if (!group || !settings?.Format) return;
  const own: Readonly<Record<string, string | undefined>> = {
    status: String(outcome.status),
    responseLength: String(outcome.responseLength),
    responseLatency: String(clock.now() - call.nowMs),
  };
  // Values come from clients: no line of theirs is to look like another one.
  const message = settings.Format.replaceAll(
    /\$context\.([A-Za-z]+(?:\.\w+)*)/g,
    (_text, name: string) => (own[name] ?? valueOf(name) ?? "-").replaceAll(/[\r\n]/g, " "),
  );
  try {
    logs.put(call.region, group, call.apiId, [{ timestampMs: clock.now(), message }]);
  } catch (error) {
    log.error("An access log could not be written", error);
  }
}
