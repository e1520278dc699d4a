import {
  CreateRouteResponseCommand,
  GetRouteResponsesCommand,
  GetRoutesCommand,
  UpdateRouteCommand,
} from "@aws-sdk/client-apigatewayv2";
import { afterAll, beforeAll, expect, test } from "vitest";
import { undoChange } from "@/lib/activity/undo-change";
import { clientsFor } from "@/lib/aws/clients";
import type { ApiDraft } from "@/lib/model/trigger-drafts/api-draft";
import { blankDraft } from "@/lib/model/trigger-drafts/blank-draft";
import { startCloud, type TestCloud } from "@/tests/start-cloud";
import { addTrigger } from "./add-trigger";
import { removeTrigger } from "./remove-trigger";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
  await cloud.createFunction("f");
});
afterAll(() => cloud.stop());

test("a route of a WebSocket API that answers its clients comes back with its answer", async () => {
  const { apigatewayv2 } = clientsFor(cloud.connection);
  const known = { functionName: "f", roleArn: "arn:aws:iam::000000000000:role/r", timeZone: "UTC" };
  const wanted = { ...blankDraft("websocket-api", known), apiName: "chat" } as ApiDraft;
  const { key } = await addTrigger(cloud.connection, "f", wanted);
  const [, ApiId = "", RouteId = ""] = key.split(" ");
  await apigatewayv2.send(
    new UpdateRouteCommand({ ApiId, RouteId, RouteResponseSelectionExpression: "$default" }),
  );
  await apigatewayv2.send(
    new CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: "$default" }),
  );

  const { steps } = await removeTrigger(cloud.connection, "f", key);
  const routes = async () => (await apigatewayv2.send(new GetRoutesCommand({ ApiId }))).Items ?? [];
  expect(await routes()).toEqual([]);
  for (const { id } of steps.toReversed()) await undoChange(id);

  const [again] = await routes();
  expect(again).toMatchObject({ RouteResponseSelectionExpression: "$default" });
  expect(again?.RouteId).not.toBe(RouteId);
  const { Items: answers } = await apigatewayv2.send(
    new GetRouteResponsesCommand({ ApiId, RouteId: again?.RouteId }),
  );
  expect(answers).toEqual([expect.objectContaining({ RouteResponseKey: "$default" })]);
});
