import type { TriggerKind } from "./trigger";

/** By which name each kind of trigger calls, as in `events.amazonaws.com`; undefined: it needs no permission. */
export function callingService(kind: TriggerKind): string | undefined {
  return services[kind];
}

const services: Partial<Record<TriggerKind, string>> = {
  bucket: "s3",
  topic: "sns",
  rule: "events",
  api: "apigateway",
  "log-group": "logs",
};
