import { GetAliasCommand, UpdateFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { undoChange } from "@/lib/activity/undo-change";
import { problemOf, startCloud, type TestCloud } from "@/tests/start-cloud";
import { compareVersions } from "./compare-versions";
import { deleteAlias } from "./delete-alias";
import { deleteVersion } from "./delete-version";
import { listVersions } from "./list-versions";
import { publishVersion } from "./publish-version";
import { createAlias, updateAlias } from "./save-alias";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
  await cloud.createFunction("f", { Environment: { Variables: { KEY: "secret-1" } } });
});
afterAll(() => cloud.stop());

const publish = (description: string) => publishVersion(cloud.connection, "f", { description });
const list = () => listVersions(cloud.connection, "f");
const alias = () =>
  cloud.clients.lambda.send(new GetAliasCommand({ FunctionName: "f", Name: "live" }));

test("a version is published once for what has not changed, and only a new one is undone by deleting", async () => {
  const first = await publish("first");
  expect(first).toMatchObject({ version: "1", isNew: true });
  const again = await publish("again");
  expect(again).toMatchObject({ version: "1", isNew: false });
  expect(again.change.undo).toEqual({ impossible: expect.stringContaining("no new one") });
  await cloud.clients.lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName: "f",
      MemorySize: 256,
      Environment: { Variables: { KEY: "secret-2", MORE: "secret-3" } },
    }),
  );
  const second = await publish("second");
  expect((await list()).versions.map(({ version }) => version)).toEqual(["$LATEST", "2", "1"]);
  await undoChange(second.change.id);
  expect((await list()).versions.map(({ version }) => version)).toEqual(["$LATEST", "1"]);
  // AWS never gives a number twice.
  expect((await publish("third")).version).toBe("3");
});

test("a description that is too long is refused before AWS is asked", async () => {
  expect(await problemOf(publish("x".repeat(257)))).toMatchObject({ field: "description" });
});

test("two versions are compared without a value of a variable", async () => {
  const differences = await compareVersions(cloud.connection, "f", "1", "3");
  expect(differences).toContainEqual({ setting: "Memory", left: "128 MB", right: "256 MB" });
  expect(differences).toContainEqual({
    setting: "Variable KEY",
    left: "set",
    right: "set to another value",
  });
  expect(differences).toContainEqual({ setting: "Variable MORE", left: "none", right: "set" });
  expect(JSON.stringify(differences)).not.toContain("secret");
});

test("an alias is created, shifts traffic, and each step is undone", async () => {
  const live = { name: "live", description: "", version: "1" };
  await createAlias(cloud.connection, "f", live);
  const [before] = (await list()).aliases;
  const { change } = await updateAlias(cloud.connection, "f", {
    ...live,
    routing: { version: "3", weight: 0.25 },
    revisionId: before?.revisionId,
  });
  expect(change.title).toBe("Alias live 1 -> 1 (75 %) and 3 (25 %)");
  expect((await alias()).RoutingConfig?.AdditionalVersionWeights).toEqual({ 3: 0.25 });
  // The revision of before the shift.
  const stale = await problemOf(
    updateAlias(cloud.connection, "f", { ...live, version: "3", revisionId: before?.revisionId }),
  );
  expect(stale.kind).toBe("conflict");
  await undoChange(change.id);
  expect((await alias()).RoutingConfig?.AdditionalVersionWeights ?? {}).toEqual({});
});

test.each([
  [{ name: "7" }, "name"],
  [{ version: "live" }, "version"],
  [{ routing: { version: "1", weight: 0.1 } }, "routing"],
  [{ routing: { version: "3", weight: 1.1 } }, "routing"],
])("refuses %j", async (edit, field) => {
  const wanted = { name: "x", description: "", version: "1", ...edit };
  expect(await problemOf(createAlias(cloud.connection, "f", wanted))).toMatchObject({ field });
});

test("a version that an alias uses is not deleted; the alias comes back when its removal is undone", async () => {
  const refused = await problemOf(deleteVersion(cloud.connection, "f", "1"));
  expect(refused.detail).toBe("Version 1 is used by live.");
  expect((await problemOf(deleteVersion(cloud.connection, "f", "$LATEST"))).field).toBe("version");
  const { change } = await deleteAlias(cloud.connection, "f", "live");
  await deleteVersion(cloud.connection, "f", "3");
  await undoChange(change.id);
  expect((await alias()).FunctionVersion).toBe("1");
  expect((await list()).versions.map(({ version }) => version)).toEqual(["$LATEST", "1"]);
});
