import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as apigateway from "@aws-sdk/client-api-gateway";
import * as apigatewayv2 from "@aws-sdk/client-apigatewayv2";
import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as events from "@aws-sdk/client-eventbridge";
import * as iam from "@aws-sdk/client-iam";
import * as kinesis from "@aws-sdk/client-kinesis";
import * as lambda from "@aws-sdk/client-lambda";
import * as s3 from "@aws-sdk/client-s3";
import * as scheduler from "@aws-sdk/client-scheduler";
import * as schemas from "@aws-sdk/client-schemas";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import * as sts from "@aws-sdk/client-sts";
import { describe, expect, test } from "vitest";
import { type CloudService, cloudServices } from "@/lib/model/change";
import { commandClass, commandClasses, iamAction } from "./command-classes";

const packages: Record<CloudService, Record<string, unknown>> = {
  lambda,
  cloudwatch,
  logs,
  sqs,
  sts,
  iam,
  schemas,
  events,
  scheduler,
  sns,
  s3,
  apigateway,
  apigatewayv2,
  kinesis,
  dynamodb,
};
const packageNames: Record<string, CloudService> = {
  lambda: "lambda",
  cloudwatch: "cloudwatch",
  "cloudwatch-logs": "logs",
  sqs: "sqs",
  sts: "sts",
  iam: "iam",
  schemas: "schemas",
  eventbridge: "events",
  scheduler: "scheduler",
  sns: "sns",
  s3: "s3",
  "api-gateway": "apigateway",
  apigatewayv2: "apigatewayv2",
  kinesis: "kinesis",
  dynamodb: "dynamodb",
};

// The engine is the other side; commands typed by the user and the engine's samples are not pages.
const elsewhere = ["engine", "cli", "deploy", "samples"].map((name) => join("lib", name));

/** Source files that talk to AWS for the pages. */
function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory())
      return elsewhere.includes(path) || name === "testing" ? [] : sources(path);
    return /\.tsx?$/.test(name) && !name.includes(".test.") ? [path] : [];
  });
}

/** Every `XxxCommand` and `paginateXxx` a file takes from an SDK client package. */
function commandsUsed(source: string): { service: CloudService; command: string }[] {
  const found: { service: CloudService; command: string }[] = [];
  const imports = /import\s+(?:\{([^}]*)\}|\* as (\w+))\s+from\s+"@aws-sdk\/client-([\w-]+)"/g;
  for (const [, names, namespace, packageName] of source.matchAll(imports)) {
    const service = packageNames[packageName!]!;
    const used = namespace
      ? source.matchAll(new RegExp(`\\b${namespace}\\.(\\w+)Command\\b`, "g"))
      : names!.matchAll(/\b(?:paginate(\w+)|(\w+)Command)\b/g);
    for (const [, first, second] of used) found.push({ service, command: (first ?? second)! });
  }
  return found;
}

const files = [...sources("lib"), ...sources("app")].map((path) => ({
  path,
  source: readFileSync(path, "utf8"),
}));

test("only one file makes clients, so that nothing goes around the guard", () => {
  const makers = files.filter(({ source }) => /\bnew \w+Client\(\{/.test(source));
  expect(makers.map(({ path }) => path.replaceAll("\\", "/"))).toEqual(["lib/aws/clients.ts"]);
});

describe("the table of commands", () => {
  test("knows every command that the code sends", () => {
    const unknown = files.flatMap(({ path, source }) =>
      commandsUsed(source)
        .filter(({ service, command }) => !commandClass(service, command))
        .map(({ service, command }) => `${path}: ${service} ${command}`),
    );
    expect(unknown).toEqual([]);
  });

  test("has no command that nothing sends: the printed policies are made from it", () => {
    const used = new Set(
      files.flatMap(({ source }) =>
        commandsUsed(source).map(({ service, command }) => `${service} ${command}`),
      ),
    );
    const unused = cloudServices.flatMap((service) =>
      Object.keys(commandClasses[service])
        .map((command) => `${service} ${command}`)
        .filter((name) => !used.has(name)),
    );
    expect(unused).toEqual([]);
  });

  test.each(cloudServices)("names commands that %s has", (service) => {
    for (const command of Object.keys(commandClasses[service]))
      expect(packages[service]).toHaveProperty(`${command}Command`);
  });

  test("calls nothing harmless that writes", () => {
    for (const service of cloudServices)
      for (const [command, found] of Object.entries(commandClasses[service]))
        expect(`${found} ${command}`).toMatch(
          /^(read (Get|Head|List|Describe|Filter|StartLiveTail|StartQuery|StopQuery)|invoke (Invoke|SendMessage|Publish|Put(Events|Item|Object|Records)$)|change (Add|Create|Delete|Disable|Enable|Publish|Put|Remove|Set|Subscribe|Tag|Unsubscribe|Untag|Update))/,
        );
  });

  test("does not take names of the object prototype for commands", () => {
    expect(commandClass("lambda", "constructor")).toBeUndefined();
    expect(commandClass("lambda", "PutFunctionCodeSigningConfig")).toBeUndefined();
  });
});

test.each([
  ["lambda", "Invoke", "lambda:InvokeFunction"],
  ["lambda", "InvokeWithResponseStream", "lambda:InvokeFunction"],
  ["lambda", "GetFunction", "lambda:GetFunction"],
  ["sts", "GetCallerIdentity", undefined],
  ["s3", "ListBuckets", "s3:ListAllMyBuckets"],
  ["s3", "GetBucketNotificationConfiguration", "s3:GetBucketNotification"],
  ["apigatewayv2", "GetRoutes", "apigateway:GET"],
] as const)("%s %s needs %s", (service, command, action) => {
  expect(iamAction(service, command)).toBe(action);
});
