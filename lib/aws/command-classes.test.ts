import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as iam from "@aws-sdk/client-iam";
import * as lambda from "@aws-sdk/client-lambda";
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
};
const packageNames: Record<string, CloudService> = {
  lambda: "lambda",
  cloudwatch: "cloudwatch",
  "cloudwatch-logs": "logs",
  sqs: "sqs",
  sts: "sts",
  iam: "iam",
};

/** Source files of the product that may talk to AWS through the dashboard's door. */
function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory())
      return path === join("lib", "engine") || name === "testing" ? [] : sources(path);
    return /\.tsx?$/.test(name) && !name.includes(".test.") ? [path] : [];
  });
}

/** Every `XxxCommand` a file takes from an SDK client package. */
function commandsUsed(source: string): { service: CloudService; command: string }[] {
  const found: { service: CloudService; command: string }[] = [];
  const imports = /import\s+(?:\{([^}]*)\}|\* as (\w+))\s+from\s+"@aws-sdk\/client-([\w-]+)"/g;
  for (const [, names, namespace, packageName] of source.matchAll(imports)) {
    const service = packageNames[packageName!]!;
    const used = namespace
      ? source.matchAll(new RegExp(`\\b${namespace}\\.(\\w+)Command\\b`, "g"))
      : names!.matchAll(/\b(\w+)Command\b(?!Input|Output)/g);
    for (const [, command] of used) found.push({ service, command: command! });
  }
  return found;
}

describe("the table of commands", () => {
  test("knows every command that the code sends", () => {
    const unknown = [...sources("lib"), ...sources("app")].flatMap((file) =>
      commandsUsed(readFileSync(file, "utf8"))
        .filter(({ service, command }) => !commandClass(service, command))
        .map(({ service, command }) => `${file}: ${service} ${command}`),
    );
    expect(unknown).toEqual([]);
  });

  test.each(cloudServices)("names commands that %s has", (service) => {
    for (const command of Object.keys(commandClasses[service]))
      expect(packages[service]).toHaveProperty(`${command}Command`);
  });

  test("calls nothing harmless that writes", () => {
    for (const service of cloudServices)
      for (const [command, found] of Object.entries(commandClasses[service]))
        expect(`${found} ${command}`).toMatch(
          /^(read (Get|List|Describe|Filter|StartLiveTail)|invoke (Invoke|SendMessage)|change (Add|Create|Delete|Publish|Put|Remove|Set|Tag|Untag|Update))/,
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
  ["sqs", "SendMessageBatch", "sqs:SendMessage"],
  ["sts", "GetCallerIdentity", undefined],
] as const)("%s %s needs %s", (service, command, action) => {
  expect(iamAction(service, command)).toBe(action);
});
