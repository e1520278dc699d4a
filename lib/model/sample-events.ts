import { apiEvents } from "./sample-events/api";
import { messageEvents } from "./sample-events/messages";
import { operationEvents } from "./sample-events/operations";
import type { EventTarget, SampleEvent } from "./sample-events/sample-event";
import { storageEvents } from "./sample-events/storage";
import { streamEvents } from "./sample-events/streams";

/** Every template, by group in the order they are shown. */
export const sampleEvents: readonly SampleEvent[] = [
  ...apiEvents,
  ...messageEvents,
  ...streamEvents,
  ...storageEvents,
  ...operationEvents,
];

/** The template as text, with the function's own names and still with its placeholders. */
export function sampleText(sample: SampleEvent, target: EventTarget): string {
  return JSON.stringify(sample.event(target), null, 2);
}

/** The templates of the services that are known to invoke the function, e.g. `["sqs", "s3"]`. */
export function samplesOf(services: readonly string[]): SampleEvent[] {
  return sampleEvents.filter(({ service }) => service && services.includes(service));
}

export interface Moment {
  nowMs: number;
  /** A new id for each call. */
  uuid: () => string;
}

const placeholder = /"\$\{(nowMs|nowSeconds)\}"|\$\{(uuid|nowMs|nowSeconds|nowIso)\}/g;

/** The names of the placeholders in a text, each once. */
export function placeholdersIn(text: string): string[] {
  return [...new Set([...text.matchAll(placeholder)].map((match) => match[1] ?? match[2] ?? ""))];
}

/**
 * Fills in `${uuid}`, `${nowMs}`, `${nowSeconds}` and `${nowIso}`. A time that is a whole JSON string becomes
 * a number. Anything else in the text stays as it is.
 */
export function fillPlaceholders(text: string, { nowMs, uuid }: Moment): string {
  return text.replace(placeholder, (_whole, quoted?: string, bare?: string) => {
    switch (quoted ?? bare) {
      case "uuid":
        return uuid();
      case "nowSeconds":
        return String(Math.floor(nowMs / 1000));
      case "nowIso":
        return new Date(nowMs).toISOString();
      default:
        return String(nowMs);
    }
  });
}
