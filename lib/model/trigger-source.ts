/** What the forms of triggers offer to choose from. */
export const sourceKinds = [
  "queues",
  "streams",
  "tables",
  "buckets",
  "topics",
  "buses",
  "rules",
  "schedule-groups",
  "http-apis",
  "websocket-apis",
  "rest-apis",
] as const;

export type SourceKind = (typeof sourceKinds)[number];

/** Something of the account that can call a function. */
export interface TriggerSource {
  /** By which its trigger is made: an ARN, or a name or an id where the service knows it by that. */
  id: string;
  name: string;
  /** What tells it from others: a bus, an id, a schedule. */
  detail?: string;
  /** Why it cannot be chosen. */
  unusable?: string;
}
