import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as sdk from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, expect, test } from "vitest";
import { echoZip, type StartedLambda, startLambda } from "../testing/start-lambda.ts";
import { zipFiles } from "../testing/zip-files.ts";

let engine: StartedLambda;
beforeEach(async () => {
  engine = await startLambda();
});
afterEach(() => engine.stop());

const otherZip = zipFiles({ "index.mjs": "export const handler = async () => 2;\n" });

test("a new function is Pending with AWS's defaults, then Active with another revision", async () => {
  const { lambda, clock } = engine;
  const { $metadata, ...created } = await engine.create();
  expect($metadata.httpStatusCode).toBe(201);
  expect(created).toMatchObject({
    FunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
    Version: "$LATEST",
    State: "Pending",
    StateReasonCode: "Creating",
    MemorySize: 128,
    Timeout: 3,
    Description: "",
    Architectures: ["x86_64"],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    TracingConfig: { Mode: "PassThrough" },
    LoggingConfig: { LogFormat: "Text", LogGroup: "/aws/lambda/f" },
    PackageType: "Zip",
    LastModified: "2026-01-01T00:00:00.000+0000",
    CodeSize: echoZip.length,
  });
  expect(created).not.toHaveProperty("LastUpdateStatus");
  expect(created).not.toHaveProperty("Environment");
  await clock.advance(299);
  const pending = await lambda.send(new sdk.GetFunctionCommand({ FunctionName: "f" }));
  expect(pending.Configuration?.State).toBe("Pending");
  await clock.advance(1);
  const active = await lambda.send(new sdk.GetFunctionCommand({ FunctionName: "f" }));
  expect(active.Configuration).toMatchObject({ State: "Active", LastUpdateStatus: "Successful" });
  expect(active.Configuration?.RevisionId).not.toBe(created.RevisionId);
});

test("the code's address serves the zip until it expires, and nothing else", async () => {
  await engine.createActive();
  const { Code } = await engine.lambda.send(new sdk.GetFunctionCommand({ FunctionName: "f" }));
  const address = Code?.Location ?? "";
  const served = await fetch(address);
  expect(Buffer.from(await served.arrayBuffer())).toEqual(Buffer.from(echoZip));
  const forged = address.replace(
    /.(\.zip)$/,
    (_, zip: string) => `${address.at(-5) === "0" ? 1 : 0}${zip}`,
  );
  expect((await fetch(forged)).status).toBe(404);
  await engine.clock.advance(10 * 60_000 + 1);
  expect((await fetch(address)).status).toBe(404);
});

test("an update is InProgress, serves what was there and refuses a second one", async () => {
  const { lambda } = engine;
  await engine.createActive();
  const updated = await lambda.send(
    new sdk.UpdateFunctionConfigurationCommand({ FunctionName: "f", MemorySize: 512 }),
  );
  expect(updated).toMatchObject({
    MemorySize: 512,
    State: "Active",
    LastUpdateStatus: "InProgress",
    LastUpdateStatusReasonCode: "Creating",
  });
  const second = lambda.send(
    new sdk.UpdateFunctionCodeCommand({ FunctionName: "f", ZipFile: otherZip }),
  );
  await expect(second).rejects.toMatchObject({
    name: "ResourceConflictException",
    message:
      "The operation cannot be performed at this time. An update is in progress for resource: arn:aws:lambda:us-east-1:000000000000:function:f",
  });
  await engine.settle();
  await lambda.send(new sdk.UpdateFunctionCodeCommand({ FunctionName: "f", ZipFile: otherZip }));
  await engine.settle();
  const now = await lambda.send(new sdk.GetFunctionConfigurationCommand({ FunctionName: "f" }));
  expect(now).toMatchObject({ MemorySize: 512, CodeSize: otherZip.length });
});

test("nothing is changed while a function is being created", async () => {
  await engine.create();
  const message =
    "The operation cannot be performed at this time. The function is currently in the following state: Pending";
  const update = new sdk.UpdateFunctionConfigurationCommand({ FunctionName: "f", Timeout: 5 });
  await expect(engine.lambda.send(update)).rejects.toMatchObject({ message });
  const publish = new sdk.PublishVersionCommand({ FunctionName: "f" });
  await expect(engine.lambda.send(publish)).rejects.toMatchObject({ message });
});

test("a dry run checks the code and changes nothing", async () => {
  const { lambda } = engine;
  await engine.createActive();
  await lambda.send(
    new sdk.UpdateFunctionCodeCommand({ FunctionName: "f", ZipFile: otherZip, DryRun: true }),
  );
  const now = await lambda.send(new sdk.GetFunctionConfigurationCommand({ FunctionName: "f" }));
  expect(now).toMatchObject({ CodeSize: echoZip.length, LastUpdateStatus: "Successful" });
  const broken = new sdk.UpdateFunctionCodeCommand({
    FunctionName: "f",
    ZipFile: Buffer.from("no zip"),
    DryRun: true,
  });
  await expect(lambda.send(broken)).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: "Could not unzip uploaded file. Please check your file, then try to upload again.",
  });
});

test("a revision that is not the newest is refused", async () => {
  const created = await engine.createActive();
  const stale = new sdk.UpdateFunctionConfigurationCommand({
    FunctionName: "f",
    Timeout: 5,
    RevisionId: created.RevisionId,
  });
  await expect(engine.lambda.send(stale)).rejects.toMatchObject({
    name: "PreconditionFailedException",
    $metadata: { httpStatusCode: 412 },
  });
});

test("functions are listed by name in pages of at most 50, one region at a time", async () => {
  const { lambda } = engine;
  const names = Array.from({ length: 53 }, (_, index) => `f-${String(index).padStart(2, "0")}`);
  for (const FunctionName of names.toReversed()) await engine.create({ FunctionName });
  const first = await lambda.send(new sdk.ListFunctionsCommand({ MaxItems: 200 }));
  const second = await lambda.send(new sdk.ListFunctionsCommand({ Marker: first.NextMarker }));
  expect(first.Functions).toHaveLength(50);
  expect(
    [...(first.Functions ?? []), ...(second.Functions ?? [])].map((f) => f.FunctionName),
  ).toEqual(names);
  expect(second.NextMarker).toBeUndefined();
  expect(first.Functions?.[0]).not.toHaveProperty("State");
  const elsewhere = new sdk.LambdaClient({
    endpoint: engine.endpoint,
    region: "eu-west-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  expect((await elsewhere.send(new sdk.ListFunctionsCommand({}))).Functions).toEqual([]);
  elsewhere.destroy();
});

test("a name is taken once, and free again after deletion", async () => {
  await engine.createActive();
  await expect(engine.create()).rejects.toMatchObject({
    name: "ResourceConflictException",
    message: "Function already exist: f",
  });
  await engine.lambda.send(new sdk.DeleteFunctionCommand({ FunctionName: "f" }));
  await expect(
    engine.lambda.send(new sdk.GetFunctionCommand({ FunctionName: "f" })),
  ).rejects.toMatchObject({
    message: "Function not found: arn:aws:lambda:us-east-1:000000000000:function:f",
  });
  await engine.create();
});

test("functions are found by partial and full ARNs, not across regions", async () => {
  await engine.createActive();
  const arn = "arn:aws:lambda:us-east-1:000000000000:function:f";
  for (const FunctionName of [arn, `${arn}:$LATEST`, "000000000000:function:f", "function:f"]) {
    const found = await engine.lambda.send(new sdk.GetFunctionCommand({ FunctionName }));
    expect(found.Configuration?.FunctionName).toBe("f");
  }
  const foreign = new sdk.GetFunctionCommand({
    FunctionName: arn.replace("us-east-1", "eu-west-1"),
  });
  await expect(engine.lambda.send(foreign)).rejects.toMatchObject({
    message: "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
  });
});

test.each([
  [
    { Runtime: "nodejs14.x" as const },
    /^The runtime parameter of nodejs14.x is no longer supported/,
  ],
  [{ Handler: undefined }, /^Runtime and Handler are mandatory parameters/],
  [{ Code: {} }, /^Please provide a source for function code\.$/],
  [{ Code: { ZipFile: new Uint8Array() } }, /^Uploaded file must be a non-empty zip$/],
  [{ Code: { S3Bucket: "nowhere", S3Key: "k" } }, /S3 Error Code: NoSuchBucket/],
  [{ PackageType: "Image" as const, Code: { ImageUri: "i" } }, /does not support PackageType/],
  [{ KMSKeyArn: "arn:aws:kms:us-east-1:000000000000:key/k" }, /does not support KMSKeyArn/],
  [
    { VpcConfig: { SubnetIds: ["subnet-1"], SecurityGroupIds: ["sg-1"] } },
    /The subnet ID 'subnet-1' does not exist$/,
  ],
  [
    { Environment: { Variables: { AWS_REGION: "x" } } },
    /Reserved keys used in this request: AWS_REGION$/,
  ],
  [
    { SnapStart: { ApplyOn: "PublishedVersions" as const } },
    /^nodejs22.x is not supported for SnapStart/,
  ],
  [
    { LoggingConfig: { LogFormat: "Text" as const, SystemLogLevel: "WARN" as const } },
    /^LogLevel is not supported when LogFormat is set to "Text"/,
  ],
])("CreateFunction refuses %j", async (input, message) => {
  await expect(engine.create(input)).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: expect.stringMatching(message),
  });
  expect((await engine.lambda.send(new sdk.ListFunctionsCommand({}))).Functions).toEqual([]);
});

test("limits of numbers and patterns are AWS's validation errors", async () => {
  await expect(engine.create({ MemorySize: 64, Timeout: 901, Role: "r" })).rejects.toMatchObject({
    name: "ValidationException",
    message: expect.stringMatching(
      /^3 validation errors detected: .*'901' at 'timeout'.*less than or equal to 900.*'64' at 'memorySize'.*greater than or equal to 128.*'r' at 'role'/,
    ),
  });
});

test("what was acknowledged is there after a restart, its code too", async () => {
  const homeDir = mkdtempSync(join(tmpdir(), "lambdeck-lambda-"));
  const first = await startLambda({ homeDir });
  await first.createActive({ Environment: { Variables: { KEY: "1" } }, Tags: { team: "x" } });
  await first.lambda.send(new sdk.PublishVersionCommand({ FunctionName: "f" }));
  await first.createActive({ FunctionName: "gone", Code: { ZipFile: otherZip } });
  await first.lambda.send(new sdk.DeleteFunctionCommand({ FunctionName: "gone" }));
  await first.stop();
  expect(readdirSync(join(homeDir, "code"))).toHaveLength(4);

  const second = await startLambda({ homeDir });
  await second.settle();
  const found = await second.lambda.send(
    new sdk.GetFunctionCommand({ FunctionName: "f", Qualifier: "1" }),
  );
  expect(found.Configuration?.Environment?.Variables).toEqual({ KEY: "1" });
  expect(found.Tags).toEqual({ team: "x" });
  expect((await fetch(found.Code?.Location ?? "")).status).toBe(200);
  await second.create({ FunctionName: "waits-for-the-sweep" });
  expect(readdirSync(join(homeDir, "code"))).toHaveLength(2);
  await second.stop();
  rmSync(homeDir, { recursive: true, force: true });
});
