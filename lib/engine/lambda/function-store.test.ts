import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { defaultSettings } from "../settings.ts";
import { type EngineDatabase, openDatabase } from "../store/database.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import type { FunctionRecord, VersionRecord } from "./function-record.ts";
import { FunctionStore } from "./function-store.ts";
import type { FunctionChange } from "./function-version.ts";
import { updateLatest } from "./update-latest.ts";

let homeDir: string;
let database: EngineDatabase;
let clock: ManualClock;
let store: FunctionStore;
const region = "us-east-1";

const open = () =>
  new FunctionStore({ database, clock, settings: defaultSettings, codeDirectory: "/code" });

beforeEach(() => {
  homeDir = mkdtempSync(join(tmpdir(), "lambdeck-store-"));
  database = openDatabase(homeDir);
  clock = new ManualClock();
  store = open();
});
afterEach(() => {
  store.close();
  database.close();
  rmSync(homeDir, { recursive: true, force: true });
});

const version = (number: string): VersionRecord => ({
  version: number,
  configuration: {
    runtime: "nodejs22.x",
    handler: "index.handler",
    role: "arn:aws:iam::000000000000:role/r",
    description: "",
    memoryMb: 128,
    timeoutSeconds: 3,
    ephemeralStorageMb: 512,
    architecture: "x86_64",
    logging: { logGroup: "/aws/lambda/f", format: "Text" },
    tracingMode: "PassThrough",
    snapStartApplyOn: "None",
    codeSha256: Buffer.from("ab", "hex").toString("base64"),
    codeSizeBytes: 1,
  },
  configurationId: `c-${number}`,
  settling: "create",
  settlesAtMs: 0,
  revisionId: "a",
  settledRevisionId: "b",
  lastModifiedMs: 0,
});

const record = (changes: Partial<FunctionRecord> = {}): FunctionRecord => ({
  region,
  name: "f",
  nextVersion: 3,
  latest: version("$LATEST"),
  versions: { "1": version("1"), "2": version("2") },
  aliases: {
    live: { name: "live", version: "1", description: "", weights: { "2": 0.25 }, revisionId: "r" },
  },
  tags: {},
  reservedConcurrency: null,
  recursiveLoop: "Terminate",
  policies: {},
  eventInvoke: {},
  provisioned: {},
  ...changes,
});

test("an alias with weights picks its version by chance", () => {
  store.save(record());
  const pick = (dice: number) => store.resolve(region, "f", "live", () => dice).version.version;
  expect([0, 0.249, 0.25, 0.999].map(pick)).toEqual(["2", "2", "1", "1"]);
  expect(store.resolve(region, "f:live").invokedArn).toBe(
    "arn:aws:lambda:us-east-1:000000000000:function:f:live",
  );
});

test("what runs is described with its code's folder", () => {
  store.save(record());
  expect(store.resolve(region, "f", "1").version).toMatchObject({
    version: "1",
    functionArn: "arn:aws:lambda:us-east-1:000000000000:function:f:1",
    unqualifiedArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
    codeDir: "/code/ab",
    environment: {},
    state: "Active",
  });
});

test("a missing function, version or alias is not found", () => {
  store.save(record());
  expect(() => store.resolve(region, "g")).toThrow(/function:g:\$LATEST$/);
  expect(() => store.resolve(region, "f", "7")).toThrow(/function:f:7$/);
  expect(() => store.resolve("eu-west-1", "f")).toThrow("Function not found");
});

test("an update is served, and announced, when it has settled", async () => {
  const changes: FunctionChange[] = [];
  store.save(record());
  store.onChange((change) => changes.push(change));
  const { configuration } = version("$LATEST");
  store.save(
    updateLatest(
      record(),
      { ...configuration, memoryMb: 512 },
      { nowMs: clock.now(), settlesAtMs: clock.now() + 300 },
    ),
    "configuration",
  );
  expect(store.resolve(region, "f").version).toMatchObject({
    memoryMb: 128,
    revisionId: "c-$LATEST",
    lastUpdateStatus: "InProgress",
  });
  await clock.advance(299);
  expect(changes).toEqual([]);
  await clock.advance(1);
  expect(changes).toEqual([{ region, functionName: "f", kind: "configuration" }]);
  const { memoryMb, revisionId } = store.resolve(region, "f").version;
  expect(memoryMb).toBe(512);
  expect(revisionId).not.toBe("c-$LATEST");
});

test("sums of a region follow every change", () => {
  store.save(record({ reservedConcurrency: 5 }));
  store.save(record({ name: "g", reservedConcurrency: 7 }));
  store.save(record({ name: "h", region: "eu-west-1", reservedConcurrency: 9 }));
  expect(store.totalReserved(region)).toBe(12);
  store.delete(region, "g");
  expect(store.totalReserved(region)).toBe(5);
  const provisioned = { live: { requested: 4, lastModifiedMs: 1 } };
  store.save(record({ provisioned }));
  expect(store.provisionedConfigs(region)).toEqual([
    // The alias sends a part of its calls to version 2, and units with them.
    { functionName: "f", qualifier: "live", version: "1", requested: 3, lastModifiedMs: 1 },
    { functionName: "f", qualifier: "live", version: "2", requested: 1, lastModifiedMs: 1 },
  ]);
  expect(store.reservedConcurrency(region, "f")).toBeNull();
});

test("asynchronous settings have AWS's defaults", () => {
  store.save(record({ eventInvoke: { live: { maximumRetryAttempts: 0, lastModifiedMs: 1 } } }));
  expect(store.eventInvokeConfig(region, "f")).toEqual({
    maximumRetryAttempts: 2,
    maximumEventAgeSeconds: 21_600,
  });
  expect(store.eventInvokeConfig(region, "f", "live").maximumRetryAttempts).toBe(0);
});

test("a mapping's moving state ends by the clock, over a restart too", async () => {
  const mapping = {
    uuid: "u",
    region,
    functionArn: store.arn(region, "f", "live"),
    eventSourceArn: "arn:aws:sqs:us-east-1:000000000000:q",
    batchSize: 10,
    maximumBatchingWindowSeconds: 0,
    functionResponseTypes: [],
    filters: [],
    state: "Creating" as const,
    stateReason: "USER_INITIATED",
    lastModifiedMs: 0,
    tags: {},
  };
  store.mappings.move(mapping);
  expect(store.eventSourceMappings()[0]?.state).toBe("Creating");
  store.close();
  store = open();
  const changes: FunctionChange[] = [];
  store.onChange((change) => changes.push(change));
  await clock.advance(300);
  expect(changes).toEqual([{ region, functionName: "f", kind: "mapping" }]);
  expect(store.eventSourceMappings()[0]?.state).toBe("Enabled");
  store.setMappingState("u", "Disabled", "The queue is gone.");
  store.setMappingResult("u", "OK");
  expect(store.eventSourceMappings()[0]).toMatchObject({
    state: "Disabled",
    stateReason: "The queue is gone.",
    lastProcessingResult: "OK",
  });
  store.mappings.move({ ...mapping, state: "Deleting" });
  await clock.advance(300);
  expect(store.eventSourceMappings()).toEqual([]);
  const left = database.prepare("SELECT key FROM lambda_event_source_mappings").all();
  expect(left).toEqual([]);
});
