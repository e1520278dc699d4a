import { randomUUID } from "node:crypto";
import type { PutEventsRequest, PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import type { Clock } from "../clock.ts";
import type { CallContext } from "../http/service.ts";
import { refuseFields } from "../http/refuse-fields.ts";
import type { BusEntry } from "../targets.ts";
import { invalid } from "./errors.ts";
import { busNameOf } from "./event-bus.ts";
import type { EventDelivery } from "./event-delivery.ts";
import type { EventStore } from "./event-store.ts";

/** An event as rules see it and targets get it. */
export interface BusEvent {
  version: "0";
  id: string;
  "detail-type": string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: readonly string[];
  detail: object;
}

/** AWS's limit of all entries of a request together. */
const largestRequestBytes = 1_048_576;

interface Failure {
  ErrorCode: string;
  ErrorMessage: string;
}

/** Puts events on buses. What is answered with an id has been handed to the queues of its targets. */
export function putEvents(store: EventStore, delivery: EventDelivery, clock: Clock) {
  return (input: PutEventsRequest, context: CallContext) => {
    refuseFields("ValidationException", input, { EndpointId: "there are no global endpoints." });
    const entries = input.Entries ?? [];
    if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > largestRequestBytes)
      throw invalid("Total size of the entries in the request is over the limit.");
    const answers = entries.map((entry) => {
      const found = readEntry(entry, context, clock.now());
      if ("ErrorCode" in found) return found;
      // AWS takes an event for a bus that is not there and drops it.
      const bus = store.findBus(context.region, busNameOf(entry.EventBusName));
      if (bus) delivery.put(bus, found, entry.TraceHeader);
      return { EventId: found.id };
    });
    return {
      FailedEntryCount: answers.filter((answer) => "ErrorCode" in answer).length,
      Entries: answers,
    };
  };
}

function readEntry(
  entry: PutEventsRequestEntry,
  { region, accountId }: CallContext,
  nowMs: number,
): BusEvent | Failure {
  const { Source: source, DetailType: detailType, Detail: text, Resources: resources = [] } = entry;
  if (!source) return missing("Source");
  if (source.startsWith("aws."))
    return {
      ErrorCode: "NotAuthorizedForSourceException",
      ErrorMessage: "Not authorized for the source.",
    };
  if (!detailType) return missing("DetailType");
  if (!text) return missing("Detail");
  const detail = readDetail(text);
  if (!detail) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
  const place = { region, accountId };
  return newEvent(place, (entry.Time ?? new Date(nowMs)).getTime(), {
    source,
    detailType,
    detail,
    resources,
  });
}

/** An event as rules and targets see it, with an id of its own. */
export function newEvent(
  { region, accountId }: { region: string; accountId: string },
  timeMs: number,
  { source, detailType, detail, resources }: BusEntry,
): BusEvent {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": detailType,
    source,
    account: accountId,
    time: `${new Date(timeMs).toISOString().slice(0, 19)}Z`,
    region,
    resources,
    detail,
  };
}

function missing(name: string): Failure {
  return {
    ErrorCode: "InvalidArgument",
    ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
  };
}

function readDetail(text: string): object | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    return typeof detail === "object" && detail !== null && !Array.isArray(detail)
      ? detail
      : undefined;
  } catch {
    return undefined;
  }
}

/** As AWS counts an entry (EventBridge user guide, "Calculating PutEvents entry size"). */
function sizeOf({
  Time: time,
  Source,
  DetailType,
  Detail,
  Resources = [],
}: PutEventsRequestEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text = "") => sum + Buffer.byteLength(text), time ? 14 : 0);
}
