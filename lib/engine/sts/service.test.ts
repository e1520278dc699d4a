import { GetCallerIdentityCommand, GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEngine } from "../testing/start-engine.ts";

let started: Awaited<ReturnType<typeof startEngine>>;
beforeAll(async () => {
  started = await startEngine();
});
afterAll(() => started.stop());

test("any credentials belong to the local account", async () => {
  const identity = await started.clients.sts.send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({
    Account: "000000000000",
    UserId: "test",
    Arn: "arn:aws:iam::000000000000:root",
  });
});

test("other operations are refused by name", async () => {
  await expect(started.clients.sts.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
    message: expect.stringContaining("GetSessionToken"),
    $metadata: { httpStatusCode: 501 },
  });
});
