import { afterAll, beforeAll, expect, test } from "vitest";
import { undoChange } from "@/lib/activity/undo-change";
import { problemOf, startCloud, type TestCloud } from "@/tests/start-cloud";
import { listQueryDefinitions } from "./list-query-definitions";
import { deleteQueryDefinition, saveQueryDefinition } from "./save-query-definition";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.stop());

const names = async () =>
  (await listQueryDefinitions(cloud.connection)).queries.map(({ name, text }) => [name, text]);

test("a query is kept in the account, replaced and deleted, and each of it is taken back", async () => {
  const query = { name: "team/slow", text: "fields @duration", groups: ["/aws/lambda/f"] };
  const made = await saveQueryDefinition(cloud.connection, query);
  expect(await names()).toEqual([["team/slow", "fields @duration"]]);
  const [kept] = (await listQueryDefinitions(cloud.connection)).queries;
  expect(kept).toMatchObject(query);

  const replaced = await saveQueryDefinition(cloud.connection, {
    ...query,
    id: kept!.id,
    text: "fields @message",
  });
  expect(replaced.change).toMatchObject({ before: { text: "fields @duration" } });
  await undoChange(replaced.change.id);
  expect(await names()).toEqual([["team/slow", "fields @duration"]]);

  const deleted = await deleteQueryDefinition(cloud.connection, kept!.id);
  expect(await names()).toEqual([]);
  await undoChange(deleted.change.id);
  expect(await names()).toEqual([["team/slow", "fields @duration"]]);

  // What was made again has another id, so the first change cannot be taken back any more.
  await expect(undoChange(made.change.id)).rejects.toThrow();
});

test("a query that is not there is neither replaced nor deleted", async () => {
  const id = "00000000-0000-4000-8000-000000000000";
  const query = { id, name: "x", text: "fields @message", groups: [] };
  expect(await problemOf(saveQueryDefinition(cloud.connection, query))).toMatchObject({
    kind: "not-found",
  });
  expect(await problemOf(deleteQueryDefinition(cloud.connection, id))).toMatchObject({
    kind: "not-found",
  });
});
