import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ParameterRules } from "@/lib/engine/cloudwatch/check-parameters";
import { getMetricStatisticsRules } from "@/lib/engine/cloudwatch/operations/get-metric-statistics";
import { putMetricDataRules } from "@/lib/engine/cloudwatch/operations/put-metric-data";
import { createEngine, type Engine } from "@/lib/engine/engine";
import type { Constraint } from "@/lib/engine/http/validate-input";

// The constraints of AWS's models beside the tables in the code, where the models are at hand: none is forgotten.

type Reference = Record<string, { input?: Record<string, Constraint> }>;

const folder = "../shared/reference/constraints";
const services = [
  { file: "lambda", id: "lambda" },
  { file: "cloudwatch", id: "cloudwatch" },
  { file: "logs", id: "cloudwatch-logs" },
  { file: "kinesis", id: "kinesis" },
  { file: "sns", id: "sns" },
  { file: "scheduler", id: "scheduler" },
].filter(({ file }) => existsSync(join(folder, `${file}.json`)));

/** Members that are refused by name whatever they hold, and all below them. */
const refused: Readonly<Record<string, readonly string[]>> = {
  lambda: [
    "KMSKeyArn",
    "SourceKMSKeyArn",
    "Code.SourceKMSKeyArn",
    "Content.SourceKMSKeyArn",
    "FileSystemConfigs",
    "ImageConfig",
    "CapacityProviderConfig",
    "DurableConfig",
    "DurableExecutionName",
    "PublishTo",
    "Topics",
    "Queues",
    "SourceAccessConfigurations",
    "SelfManagedEventSource",
    "AmazonManagedKafkaEventSourceConfig",
    "SelfManagedKafkaEventSourceConfig",
    "DocumentDBEventSourceConfig",
  ],
  cloudwatch: ["EntityMetricData", "EvaluationWindow", "EvaluationCriteria", "EvaluationInterval"],
  logs: ["entity", "fieldSelectionCriteria"],
  scheduler: ["Target.EcsParameters", "Target.SageMakerPipelineParameters"],
};

/** Where AWS was seen to answer otherwise than its model says, or the rule is the operation's own. */
const otherwise: Readonly<Record<string, readonly string[]>> = {
  lambda: [
    // Runtimes of old are refused in another text than those that never were.
    "CreateFunction Runtime",
    "UpdateFunctionConfiguration Runtime",
    "ListLayers CompatibleRuntime",
    "ListLayerVersions CompatibleRuntime",
    "PublishLayerVersion CompatibleRuntimes[]",
    // The model's limits are those of managed instances.
    "CreateFunction Timeout",
    "CreateFunction MemorySize",
    "UpdateFunctionConfiguration Timeout",
    "UpdateFunctionConfiguration MemorySize",
    "GetFunctionRecursionConfig FunctionName",
    "PutFunctionRecursionConfig FunctionName",
  ],
  // It has two values, said in the operation.
  cloudwatch: ["PutMetricData MetricData[].StorageResolution"],
  // Too long a name is said in words of their own.
  logs: [
    "CreateLogGroup logGroupName",
    "CreateLogStream logStreamName",
    "PutMetricFilter logGroupName",
    "DeleteMetricFilter logGroupName",
    "PutSubscriptionFilter logGroupName",
    "DeleteSubscriptionFilter logGroupName",
  ],
  // Said in SNS's own words.
  sns: ["Unsubscribe SubscriptionArn"],
};

/** Operations that check their input in words of their own; what has a least size has it by being required. */
const inOwnWords: Readonly<Record<string, ParameterRules>> = {
  GetMetricStatistics: getMetricStatisticsRules,
  PutMetricData: putMetricDataRules,
};

let engine: Engine;
let homeDir: string;
beforeAll(() => {
  homeDir = mkdtempSync(join(tmpdir(), "lambdeck-constraints-"));
  engine = createEngine({ homeDir, version: "test" });
});
afterAll(async () => {
  await engine.close();
  rmSync(homeDir, { recursive: true, force: true });
});

describe.skipIf(services.length === 0).each(services)("$file", ({ file, id }) => {
  test("every constraint of every operation that is done here is in the table", () => {
    const model = (
      JSON.parse(readFileSync(join(folder, `${file}.json`), "utf8")) as { operations: Reference }
    ).operations;
    const service = engine.services.find((candidate) => candidate.id === id)!;
    const forgotten: string[] = [];
    for (const [name, run] of Object.entries(service.operations)) {
      if (typeof run !== "function") continue;
      for (const [path, wanted] of Object.entries(model[name]?.input ?? {})) {
        const below = (member: string) =>
          path === member || (/^[.[{]/.test(path.slice(member.length)) && path.startsWith(member));
        if (refused[file]?.some(below) || otherwise[file]?.includes(`${name} ${path}`)) continue;
        const own = inOwnWords[name];
        if (own) {
          const { required = false, maxCharacters, maxItems, oneOf } = own[path] ?? {};
          const held = JSON.stringify([required, maxCharacters ?? maxItems, oneOf]);
          const told = JSON.stringify([wanted.required ?? false, wanted.max, wanted.enum]);
          if (held !== told) forgotten.push(`${name} ${path}: ${told}, here ${held}`);
          continue;
        }
        const {
          required,
          min,
          max,
          pattern,
          enum: values,
        } = service.constraints?.[name]?.[path] ?? {};
        const held = JSON.stringify([required ?? false, min, max, pattern, values]);
        const told = JSON.stringify([
          wanted.required ?? false,
          wanted.min,
          wanted.max,
          wanted.pattern,
          wanted.enum,
        ]);
        if (held !== told) forgotten.push(`${name} ${path}: ${told}, here ${held}`);
      }
    }
    expect(forgotten).toEqual([]);
  });
});
