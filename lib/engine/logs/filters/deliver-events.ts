import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Clock } from "../../clock.ts";
import { eventBytes } from "../event-table.ts";
import {
  compileFilterPattern,
  type FilterPattern,
} from "../filter-pattern/compile-filter-pattern.ts";
import type { AppendedEvents, LogStore } from "../log-store.ts";
import type { FilterTable, SubscriptionFilter } from "./filter-table.ts";

interface Delivery {
  filter: SubscriptionFilter;
  region: string;
  logStream: string;
  bytes: number;
  logEvents: {
    id: string;
    timestamp: number;
    message: string;
    extractedFields?: Record<string, string>;
  }[];
}

export interface DeliveryDeps {
  clock: Clock;
  accountId: string;
  /** Puts an event into the asynchronous queue of a function. */
  enqueue: (request: {
    region: string;
    functionName: string;
    payload: Uint8Array;
    requestId: string;
  }) => void;
  warn: (message: string) => void;
}

/** Events of one stream wait so long for others. */
const gatherMs = 200;
/** What one call carries at most, before it is compressed. */
const payloadBytes = 512 * 1024;

/**
 * Sends logged events to functions as subscription filters say, in AWS's form: the events of one stream
 * as gzipped JSON in base64.
 */
export class SubscriptionDelivery {
  readonly #deps: DeliveryDeps;
  readonly #patterns = new WeakMap<SubscriptionFilter, FilterPattern>();
  readonly #waiting = new Map<string, Delivery>();
  readonly #stop: () => void;
  #cancelSend: (() => void) | undefined;
  #sent = 0;

  constructor(logs: LogStore, filters: FilterTable<SubscriptionFilter>, deps: DeliveryDeps) {
    this.#deps = deps;
    this.#stop = logs.onAppend((appended) => {
      for (const filter of filters.of(appended.region, appended.logGroup))
        this.#take(filter, appended);
    });
  }

  /** Hands over what is waiting, and takes nothing more. */
  close(): void {
    this.#stop();
    this.#sendAll();
  }

  #take(filter: SubscriptionFilter, { region, logStream, events }: AppendedEvents): void {
    let pattern = this.#patterns.get(filter);
    if (!pattern) this.#patterns.set(filter, (pattern = compileFilterPattern(filter.pattern)));
    const key = [region, filter.logGroup, filter.name, logStream].join("\n");
    for (const { timestampMs, message } of events) {
      if (!pattern.matches(message)) continue;
      const bytes = eventBytes(message);
      let delivery = this.#waiting.get(key);
      if (delivery && delivery.bytes + bytes > payloadBytes) {
        this.#send(delivery);
        delivery = undefined;
      }
      if (!delivery)
        this.#waiting.set(key, (delivery = { filter, region, logStream, bytes: 0, logEvents: [] }));
      const fields = filter.pattern.trim().startsWith("[") ? fieldsOf(pattern, message) : undefined;
      delivery.bytes += bytes;
      delivery.logEvents.push({
        id: `${timestampMs}${String(this.#sent++).padStart(20, "0")}`.padStart(56, "3"),
        timestamp: timestampMs,
        message,
        ...(fields && { extractedFields: fields }),
      });
    }
    if (this.#waiting.size > 0)
      this.#cancelSend ??= this.#deps.clock.after(gatherMs, () => this.#sendAll());
  }

  #sendAll(): void {
    this.#cancelSend?.();
    this.#cancelSend = undefined;
    const deliveries = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const delivery of deliveries) this.#send(delivery);
  }

  #send({ filter, region, logStream, logEvents }: Delivery): void {
    const message = {
      messageType: "DATA_MESSAGE",
      owner: this.#deps.accountId,
      logGroup: filter.logGroup,
      logStream,
      subscriptionFilters: [filter.name],
      logEvents,
    };
    const data = gzipSync(JSON.stringify(message)).toString("base64");
    try {
      this.#deps.enqueue({
        region,
        functionName: filter.destinationArn,
        payload: Buffer.from(JSON.stringify({ awslogs: { data } })),
        requestId: randomUUID(),
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#deps.warn(
        `${logEvents.length} events of ${filter.logGroup} could not be sent to ${filter.destinationArn}: ${reason}`,
      );
    }
  }
}

/** The fields a pattern names, as AWS adds them: without the dollar sign. */
function fieldsOf(pattern: FilterPattern, message: string): Record<string, string> | undefined {
  const entries = Object.entries(pattern.extract(message));
  return entries.length === 0
    ? undefined
    : Object.fromEntries(entries.map(([name, value]) => [name.replace(/^\$/, ""), value]));
}
