import * as sdk from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type StartedLambda, startLambda } from "../../testing/start-lambda.ts";
import { packZip } from "../../testing/pack-zip.ts";
import { zipFiles } from "../../testing/zip-files.ts";

let engine: StartedLambda;
beforeEach(async () => {
  engine = await startLambda();
});
afterEach(() => engine.stop());

const content = zipFiles({ "nodejs/node_modules/greet/index.js": "exports.hello = 'hello';\n" });
const arn = (name: string, region = "us-east-1") =>
  `arn:aws:lambda:${region}:000000000000:layer:${name}`;

const publish = (LayerName: string, input: Partial<sdk.PublishLayerVersionCommandInput> = {}) =>
  engine.lambda.send(
    new sdk.PublishLayerVersionCommand({ LayerName, Content: { ZipFile: content }, ...input }),
  );
const remove = (LayerName: string, VersionNumber: number) =>
  engine.lambda.send(new sdk.DeleteLayerVersionCommand({ LayerName, VersionNumber }));
const attach = (Layers: string[]) =>
  engine.lambda.send(new sdk.UpdateFunctionConfigurationCommand({ FunctionName: "f", Layers }));

test("versions are numbered for ever, listed newest first and served from one copy", async () => {
  const first = await publish("a", { CompatibleRuntimes: ["nodejs22.x"], LicenseInfo: "MIT" });
  const second = await publish(arn("a"));
  expect(second.Content?.CodeSha256).toBe(first.Content?.CodeSha256);
  expect(first).not.toHaveProperty("CompatibleArchitectures");
  expect(second).not.toHaveProperty("LicenseInfo");
  await remove("a", 1);
  await remove("a", 2);
  await publish("a");
  await publish("a");
  const list = new sdk.ListLayerVersionsCommand({ LayerName: "a", MaxItems: 1 });
  const { LayerVersions, NextMarker } = await engine.lambda.send(list);
  expect(LayerVersions?.map(({ Version }) => Version)).toEqual([4]);
  const rest = await engine.lambda.send(
    new sdk.ListLayerVersionsCommand({ LayerName: "a", Marker: NextMarker }),
  );
  expect(rest.LayerVersions).toEqual([
    {
      LayerVersionArn: `${arn("a")}:3`,
      Version: 3,
      Description: "",
      CreatedDate: expect.any(String),
    },
  ]);
  const answer = await fetch(second.Content?.Location ?? "");
  expect(Buffer.from(await answer.arrayBuffer()).equals(Buffer.from(content))).toBe(true);
});

test("lists are filtered by the runtime and the architecture that a version was made for", async () => {
  await publish("a", { CompatibleRuntimes: ["python3.12"], CompatibleArchitectures: ["arm64"] });
  await publish("a", { CompatibleRuntimes: ["nodejs22.x"] });
  await publish("b");
  const layers = async (input: sdk.ListLayersCommandInput) =>
    (await engine.lambda.send(new sdk.ListLayersCommand(input))).Layers?.map(
      ({ LayerName, LatestMatchingVersion }) => [LayerName, LatestMatchingVersion?.Version],
    );
  expect(await layers({})).toEqual([
    ["a", 2],
    ["b", 1],
  ]);
  expect(await layers({ CompatibleRuntime: "python3.12" })).toEqual([["a", 1]]);
  expect(await layers({ CompatibleArchitecture: "arm64" })).toEqual([["a", 1]]);
  expect(await layers({ CompatibleArchitecture: "x86_64" })).toEqual([]);
});

test("a function keeps a layer that was deleted, and publishes it with its versions", async () => {
  await publish("a");
  await engine.createActive({ Layers: [`${arn("a")}:1`] });
  await remove("a", 1);
  const version = await engine.lambda.send(new sdk.PublishVersionCommand({ FunctionName: "f" }));
  expect(version.Layers).toEqual([{ Arn: `${arn("a")}:1`, CodeSize: content.length }]);
  await expect(attach([`${arn("a")}:1`])).rejects.toThrow(
    `Layer version ${arn("a")}:1 does not exist.`,
  );
  expect((await attach([])).Layers).toBeUndefined();
});

test("what cannot be a function's layer is refused in AWS's words", async () => {
  await engine.createActive();
  for (const name of ["a", "b", "c", "d", "e", "f"]) await publish(name);
  await publish("a");
  const six = ["a", "b", "c", "d", "e", "f"].map((name) => `${arn(name)}:1`);
  await expect(attach(six)).rejects.toThrow("Cannot reference more than 5 layers.");
  await expect(attach([`${arn("a")}:1`, `${arn("b")}:1`, `${arn("a")}:2`])).rejects.toThrow(
    `${arn("a")}:1 and ${arn("a")}:2 are versions of the same layer.`,
  );
  await expect(attach([`${arn("a", "eu-west-1")}:1`])).rejects.toThrow(
    "Layers are not in the same region as the function. Layers are expected to be in region us-east-1.",
  );
  const foreign = `${arn("a").replace("000000000000", "123456789012")}:1`;
  await expect(attach([foreign])).rejects.toMatchObject({ name: "AccessDeniedException" });
});

test("a function and its layers hold 250 MB at most, unpacked", async () => {
  const half = packZip([{ name: "big.txt", content: Buffer.alloc(140_000_000) }]);
  await publish("a", { Content: { ZipFile: half } });
  await publish("b", { Content: { ZipFile: half } });
  await engine.createActive();
  await expect(attach([`${arn("a")}:1`, `${arn("b")}:1`])).rejects.toThrow(
    /^Function code combined with layers exceeds the maximum allowed size of 262144000 bytes\. The actual size is 2800000\d\d bytes\.$/,
  );
  await attach([`${arn("a")}:1`]);
});

test("a layer's policy loses its last statement and is gone", async () => {
  await publish("a");
  const version = { LayerName: "a", VersionNumber: 1 };
  const statement = { ...version, StatementId: "s1", Action: "lambda:GetLayerVersion" };
  const add = new sdk.AddLayerVersionPermissionCommand({ ...statement, Principal: "123456789012" });
  const added = await engine.lambda.send(add);
  expect(JSON.parse(added.Statement ?? "")).toMatchObject({
    Principal: { AWS: "arn:aws:iam::123456789012:root" },
    Resource: `${arn("a")}:1`,
  });
  await expect(engine.lambda.send(add)).rejects.toMatchObject({
    name: "ResourceConflictException",
  });
  await engine.lambda.send(new sdk.RemoveLayerVersionPermissionCommand(statement));
  const get = new sdk.GetLayerVersionPolicyCommand(version);
  await expect(engine.lambda.send(get)).rejects.toThrow(
    "No policy is associated with the given resource.",
  );
});
