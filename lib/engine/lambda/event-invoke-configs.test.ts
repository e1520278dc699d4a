import * as sdk from "@aws-sdk/client-lambda";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type StartedLambda, startLambda } from "../testing/start-lambda.ts";

let engine: StartedLambda;
beforeEach(async () => {
  engine = await startLambda();
  await engine.createActive();
  await engine.clients.sqs.send(new CreateQueueCommand({ QueueName: "q" }));
});
afterEach(() => engine.stop());

const queueArn = "arn:aws:sqs:us-east-1:000000000000:q";
const put = (input: Partial<sdk.PutFunctionEventInvokeConfigCommandInput>) =>
  engine.lambda.send(new sdk.PutFunctionEventInvokeConfigCommand({ FunctionName: "f", ...input }));
const update = (input: Partial<sdk.UpdateFunctionEventInvokeConfigCommandInput>) =>
  engine.lambda.send(
    new sdk.UpdateFunctionEventInvokeConfigCommand({ FunctionName: "f", ...input }),
  );

test("Put replaces, Update merges", async () => {
  await put({ MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 });
  const replaced = await put({ DestinationConfig: { OnFailure: { Destination: queueArn } } });
  expect(replaced).not.toHaveProperty("MaximumRetryAttempts");
  const merged = await update({ MaximumRetryAttempts: 0 });
  expect(merged).toMatchObject({
    MaximumRetryAttempts: 0,
    DestinationConfig: { OnFailure: { Destination: queueArn }, OnSuccess: {} },
    FunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST",
  });
  const cleared = await update({ DestinationConfig: { OnFailure: { Destination: "" } } });
  expect(cleared.DestinationConfig).toEqual({ OnFailure: {}, OnSuccess: {} });
});

test.each([
  [{}, /^You must specify at least one of error handling or destination setting\.$/],
  [{ DestinationConfig: { OnSuccess: { Destination: `${queueArn}-none` } } }, /is invalid\.$/],
  [
    {
      DestinationConfig: {
        OnSuccess: { Destination: "arn:aws:lambda:us-east-1:000000000000:function:f" },
      },
    },
    /destination for itself/,
  ],
  [
    { DestinationConfig: { OnFailure: { Destination: "arn:aws:sns:us-east-1:000000000000:t" } } },
    /^The destination ARN arn:aws:sns:us-east-1:000000000000:t is invalid\.$/,
  ],
])("Put refuses %j", async (input, message) => {
  await expect(put(input)).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: expect.stringMatching(message),
  });
});
