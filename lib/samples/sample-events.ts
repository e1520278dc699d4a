import { randomUUID } from "node:crypto";
import type { SampleName } from "./sample-names";

/** One kind of demo call: which sample, how often at the busiest time of day, and with which event. */
export interface TrafficStream {
  sample: SampleName;
  callsPerMinute: number;
  makeEvent(random: () => number): unknown;
}

/** Everything demo traffic sends: together about one call in two seconds at most. */
export const trafficStreams: readonly TrafficStream[] = [
  {
    sample: "hello",
    callsPerMinute: 9,
    makeEvent: (random) => ({
      name: pick(["Ada", "Grace", "Edsger", "Barbara", "Alan", ""], random),
      language: pick(["en", "de", "fr", "es"], random),
    }),
  },
  // The orders it takes go on to a queue and from there to orders-worker.
  { sample: "orders-api", callsPerMinute: 12, makeEvent: ordersRequest },
  {
    sample: "flaky-payments",
    callsPerMinute: 5,
    makeEvent: (random) => ({
      card: random() < 0.9 ? "4242424242424242" : "4242424242424241",
      amountCents: 100 + Math.floor(random() * 20_000),
      currency: pick(["EUR", "GBP", "USD"], random),
    }),
  },
  {
    sample: "thumbnails",
    callsPerMinute: 2,
    makeEvent: (random) => {
      const width = pick([320, 480, 640], random);
      return { paint: { width, height: (width * 3) / 4 }, width: 160 };
    },
  },
  {
    sample: "slow-import",
    callsPerMinute: 1,
    // About one file in six is too large for the time-out.
    makeEvent: (random) => ({ rows: random() < 1 / 6 ? 1200 : 50 + Math.floor(random() * 300) }),
  },
];

/**
 * The share of the busiest traffic at a time of day: a wave with its top at 14:00 and its bottom at 02:00,
 * never below a quarter.
 */
export function waveAt(date: Date): number {
  const hour = date.getHours() + date.getMinutes() / 60;
  return 0.625 + 0.375 * Math.cos(((hour - 14) / 24) * 2 * Math.PI);
}

/** How many calls all streams send together at a time of day. */
export function callsPerSecondAt(date: Date): number {
  const perMinute = trafficStreams.reduce((sum, { callsPerMinute }) => sum + callsPerMinute, 0);
  return (perMinute / 60) * waveAt(date);
}

function ordersRequest(random: () => number): unknown {
  if (random() < 0.4) return httpEvent("GET", "/catalogue");
  if (random() < 0.04) return httpEvent("POST", "/orders", { customer: "nobody", items: [] });
  const items = [
    {
      sku: pick(["tea", "coffee", "mug", "kettle"], random),
      quantity: 1 + Math.floor(random() * 3),
    },
  ];
  return httpEvent("POST", "/orders", { customer: "ada@example.com", items });
}

/** A request as an HTTP API sends it to a function (payload format 2.0). */
function httpEvent(method: "GET" | "POST", path: string, body?: object): unknown {
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: "",
    headers: { "content-type": "application/json" },
    requestContext: { http: { method, path }, requestId: randomUUID() },
    ...(body ? { body: JSON.stringify(body) } : {}),
    isBase64Encoded: false,
  };
}

function pick<T>(values: readonly [T, ...T[]], random: () => number): T {
  return values[Math.floor(random() * values.length)] ?? values[0];
}
