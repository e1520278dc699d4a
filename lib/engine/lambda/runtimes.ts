import { createHash } from "node:crypto";
import type { Runtime } from "@aws-sdk/client-lambda";
import { invalidParameter } from "./errors.ts";

/** What CreateFunction and UpdateFunctionConfiguration accept, deprecated but not yet blocked ones included. */
export const acceptedRuntimes: readonly string[] = [
  "nodejs24.x",
  "nodejs22.x",
  "nodejs20.x",
  "nodejs18.x",
  "nodejs16.x",
  "python3.14",
  "python3.13",
  "python3.12",
  "python3.11",
  "python3.10",
  "python3.9",
  "python3.8",
  "java25",
  "java21",
  "java17",
  "java17.al2023",
  "java11",
  "java11.al2023",
  "java8.al2",
  "java8.al2023",
  "dotnet10",
  "dotnet8",
  "dotnet6",
  "ruby4.0",
  "ruby3.4",
  "ruby3.3",
  "ruby3.2",
  "provided.al2023",
  "provided.al2",
];

/** Known names that AWS no longer creates functions with. */
const retired: readonly string[] = [
  "nodejs",
  "nodejs4.3",
  "nodejs4.3-edge",
  "nodejs6.10",
  "nodejs8.10",
  "nodejs10.x",
  "nodejs12.x",
  "nodejs14.x",
  "python2.7",
  "python3.6",
  "python3.7",
  "java8",
  "dotnetcore1.0",
  "dotnetcore2.0",
  "dotnetcore2.1",
  "dotnetcore3.1",
  "dotnet5.0",
  "go1.x",
  "ruby2.5",
  "ruby2.7",
  "provided",
];

/** All that AWS's API model lists: what a layer may say it was made for. */
export const knownRuntimes: readonly string[] = [...acceptedRuntimes, ...retired];

/** Throws AWS's InvalidParameterValueException for an unknown or a retired runtime. */
export function checkRuntime(runtime: string): asserts runtime is Runtime {
  if (retired.includes(runtime))
    throw invalidParameter(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
    );
  if (!acceptedRuntimes.includes(runtime))
    throw invalidParameter(
      `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${acceptedRuntimes.join(", ")}] or be a valid ARN`,
    );
}

/** Whether SnapStart exists for a runtime (AWS: Java 11, Python 3.12, .NET 8 and newer). */
export function supportsSnapStart(runtime: string): boolean {
  const [, family, version] = /^(java|python3\.|dotnet)(\d+)/.exec(runtime) ?? [];
  const oldest = { java: 11, "python3.": 12, dotnet: 8 }[family ?? ""];
  return oldest !== undefined && Number(version) >= oldest;
}

/** How a runtime is run on this machine. */
export interface RuntimeInUse {
  /** The version that stands in for one that is not installed: "nodejs-20.20.2". */
  nearest?: string;
  /** Why nothing here can run it. */
  missing?: string;
}

/**
 * The ARN of the runtime's patch level: a stable made-up one for each identifier, as AWS's are digests;
 * where another version stands in, the ARN names that.
 */
export function runtimeVersionArn(region: string, runtime: string, nearest?: string): string {
  const digest = createHash("sha256").update(runtime).digest("hex");
  return `arn:aws:lambda:${region}::runtime:${nearest ?? digest}`;
}
