import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  GetMetricDataCommand,
  ListMetricsCommand,
  type CloudWatchClient,
} from "@aws-sdk/client-cloudwatch";
import {
  GetFunctionCommand,
  InvokeCommand,
  ResourceNotFoundException,
  type LambdaClient,
} from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ManualClock } from "@/lib/engine/testing/manual-clock";
import { startDemoTraffic, type StartedDemoTraffic } from "./demo-traffic";
import { callsPerSecondAt, waveAt } from "./sample-events";
import type { SampleClients } from "./sample-clients";
import { sampleNames } from "./sample-names";
import { saveSampleState } from "./sample-state";

let homeDir: string;
let clock: ManualClock;
let traffic: StartedDemoTraffic;
let calls: { name: string; event: unknown }[];
/** Tags by function; what the fake cloud holds. */
let functions: Map<string, Record<string, string>>;
let busy: string[];

const noon = new Date(2026, 0, 5, 12).getTime();

beforeEach(() => {
  homeDir = mkdtempSync(join(tmpdir(), "traffic-"));
  clock = new ManualClock(noon);
  calls = [];
  busy = [];
  functions = new Map<string, Record<string, string>>(
    sampleNames.map((name) => [name, { "lambdeck:sample": "true" }]),
  );
});
afterEach(() => {
  traffic.stop();
  rmSync(homeDir, { recursive: true });
});

/** Clients that answer from the maps above; only `send` is used. */
function fakeClients() {
  const lambda = {
    send: async (command: object) => {
      if (command instanceof GetFunctionCommand) {
        const Tags = functions.get(command.input.FunctionName ?? "");
        if (!Tags) throw new ResourceNotFoundException({ message: "gone", $metadata: {} });
        return { Tags };
      }
      if (command instanceof InvokeCommand) {
        const event: unknown = JSON.parse(String(command.input.Payload));
        calls.push({ name: command.input.FunctionName ?? "", event });
      }
      return {};
    },
  };
  const cloudwatch = {
    send: async (command: object) => {
      if (command instanceof ListMetricsCommand)
        return {
          Metrics: [...functions.keys(), ...busy].map((Value) => ({
            Dimensions: [{ Name: "FunctionName", Value }],
          })),
        };
      if (!(command instanceof GetMetricDataCommand)) throw new Error("not expected");
      return { MetricDataResults: busy.map((_, index) => ({ Id: `f${index}`, Values: [0, 3] })) };
    },
  };
  return {
    lambda: lambda as object as LambdaClient,
    cloudwatch: cloudwatch as object as CloudWatchClient,
  } as SampleClients;
}

function start(): void {
  // A fixed sequence instead of chance, spread evenly.
  let seed = 0;
  const random = () => ((seed = (seed + 0.618_034) % 1), seed);
  const options = { endpoint: "http://127.0.0.1:1", homeDir, clock, random, log: () => undefined };
  traffic = startDemoTraffic({ ...options, clients: fakeClients() });
}

const calledBySources: string[] = [
  "orders-worker",
  "nightly-report",
  "intake",
  "greeting-api",
  "check-basket",
];

test("sends every kind of call, well under three a second, and leaves what has a source to that", async () => {
  start();
  await clock.advance(20 * 60_000 - 1);
  const names = new Set(calls.map(({ name }) => name));
  expect([...names].sort()).toEqual(
    sampleNames.filter((name) => !calledBySources.includes(name)).toSorted(),
  );
  expect(calls.length / (20 * 60)).toBeLessThan(1);
  expect(calls.length).toBeGreaterThan(200);
  expect(traffic.status()).toEqual({
    available: true,
    enabled: true,
    running: true,
    callsPerSecond: callsPerSecondAt(new Date(clock.now())),
    callsSent: calls.length,
  });
});

test("one switch stops it, also after a restart, and starts it again", async () => {
  start();
  await clock.advance(60_000);
  traffic.setEnabled(false);
  const before = calls.length;
  expect(before).toBeGreaterThan(0);
  await clock.advance(60_000);
  expect(calls.length).toBe(before);
  traffic.stop();
  start();
  await clock.advance(600_000);
  expect(calls.length).toBe(before);
  expect(traffic.status()).toMatchObject({
    running: false,
    callsPerSecond: 0,
    pausedBecause: "Demo traffic is switched off.",
  });
  traffic.setEnabled(true);
  await clock.advance(60_000);
  expect(calls.length).toBeGreaterThan(before);
});

test("follows the switch when another process turns it", async () => {
  start();
  await clock.advance(60_000);
  saveSampleState(homeDir, { traffic: false });
  await clock.advance(60_000);
  const before = calls.length;
  await clock.advance(300_000);
  expect(calls.length).toBe(before);
  saveSampleState(homeDir, { traffic: true });
  await clock.advance(120_000);
  expect(calls.length).toBeGreaterThan(before);
});

test("pauses while functions of the user's own are running", async () => {
  start();
  await clock.advance(59_000);
  busy = ["my-function"];
  await clock.advance(1_000);
  const before = calls.length;
  await clock.advance(300_000);
  expect(calls.length).toBe(before);
  expect(traffic.status().pausedBecause).toBe("Your own functions are running: my-function.");
  busy = [];
  await clock.advance(120_000);
  expect(calls.length).toBeGreaterThan(before);
});

test("never calls a function that is not a sample, whatever its name", async () => {
  functions = new Map<string, Record<string, string>>([
    ["hello", {}],
    ["thumbnails", { "lambdeck:sample": "true" }],
  ]);
  start();
  await clock.advance(300_000);
  expect(new Set(calls.map(({ name }) => name))).toEqual(new Set(["thumbnails"]));
  functions.clear();
  await clock.advance(60_000);
  expect(traffic.status().pausedBecause).toBe("No samples are installed.");
});

test("the day's wave has its top at 14:00 and its bottom at 02:00", () => {
  const at = (hour: number) => waveAt(new Date(2026, 0, 5, hour));
  expect(at(14)).toBeCloseTo(1);
  expect(at(2)).toBeCloseTo(0.25);
  expect(at(8)).toBeCloseTo(0.625);
});

test("all streams together send about one call in two seconds at the top, a quarter at the bottom", () => {
  expect(callsPerSecondAt(new Date(2026, 0, 5, 14))).toBeCloseTo(29 / 60);
  expect(callsPerSecondAt(new Date(2026, 0, 5, 2))).toBeCloseTo(29 / 60 / 4);
});
