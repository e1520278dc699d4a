import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetLayerVersionByArnCommand,
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  ListLayersCommand,
  ListTagsCommand,
  ResourceNotFoundException,
  TooManyRequestsException,
  UntagResourceCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendRaw, signedFor } from "../testing/send-raw.ts";
import { serveOperations } from "../testing/serve-operations.ts";
import { ServiceError } from "./service.ts";

let served: Awaited<ReturnType<typeof serveOperations>>;
beforeAll(async () => {
  served = await serveOperations({
    lambda: {
      Invoke: (input: { InvocationType?: string; Payload: Uint8Array }) => ({
        StatusCode: input.InvocationType === "Event" ? 202 : 200,
        ExecutedVersion: "$LATEST",
        FunctionError: "Unhandled",
        Payload: input.Payload,
      }),
      InvokeWithResponseStream: ({ FunctionName }: { FunctionName: string }) => ({
        StatusCode: 200,
        ExecutedVersion: "7",
        ResponseStreamContentType: "text/plain",
        EventStream: (async function* () {
          yield { PayloadChunk: { Payload: Buffer.from("one ") } };
          if (FunctionName === "breaks") throw new ServiceError("Broken", "€".repeat(100_000));
          yield { PayloadChunk: { Payload: Buffer.from("two") } };
          yield { InvokeComplete: { ErrorCode: "Unhandled", ErrorDetails: "it broke" } };
        })(),
      }),
      CreateFunction: () => ({ FunctionName: "made", secret: "not in the model" }),
      CreateAlias: () => ({}),
      DeleteFunction: () => ({ StatusCode: 204 }),
      ListLayers: () => ({ Layers: [] }),
      GetLayerVersionByArn: () => ({ Version: 3 }),
      ListTags: () => ({ Tags: { a: "1" } }),
      UntagResource: () => undefined,
      ListFunctions: () => ({ Functions: [] }),
      GetPolicy: { refused: "this engine has no policies" },
      GetAccountSettings: () => {
        throw new Error("a secret of the implementation");
      },
      GetFunction: ({ FunctionName }: { FunctionName: string }) => {
        if (FunctionName === "busy")
          throw new ServiceError("TooManyRequestsException", "Rate Exceeded.", undefined, {
            Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
            retryAfterSeconds: "3",
          });
        throw new ServiceError("ResourceNotFoundException", "Function not found: x");
      },
    },
  });
});
afterAll(() => served.stop());

test("labels, query, headers and a raw payload are decoded", async () => {
  const arn = "arn:aws:lambda:us-east-1:000000000000:function:hello world";
  const output = await served.clients.lambda.send(
    new InvokeCommand({
      FunctionName: arn,
      Qualifier: "$LATEST",
      LogType: "Tail",
      Payload: Buffer.from([0, 255, 10]),
    }),
  );
  expect(served.last.input).toMatchObject({
    FunctionName: arn,
    Qualifier: "$LATEST",
    LogType: "Tail",
    Payload: Buffer.from([0, 255, 10]),
  });
  expect(served.last.context).toMatchObject({ region: "us-east-1", accessKeyId: "test" });
  expect(output).toMatchObject({
    StatusCode: 200,
    ExecutedVersion: "$LATEST",
    FunctionError: "Unhandled",
  });
  expect([...(output.Payload ?? [])]).toEqual([0, 255, 10]);
});

test("an output member sets the status", async () => {
  const { $metadata } = await served.clients.lambda.send(
    new InvokeCommand({ FunctionName: "f", InvocationType: "Event" }),
  );
  expect($metadata.httpStatusCode).toBe(202);
  const deleted = await served.clients.lambda.send(
    new DeleteFunctionCommand({ FunctionName: "f" }),
  );
  expect(deleted.$metadata.httpStatusCode).toBe(204);
});

test("a JSON body is decoded by its schema and the reply holds only the schema's members", async () => {
  const output = await served.clients.lambda.send(
    new CreateFunctionCommand({
      FunctionName: "f",
      Role: "r",
      Code: { ZipFile: Buffer.from("zip") },
      Layers: ["a", "b"],
      Environment: { Variables: { __proto__x: "1", KEY: "v" } },
      Publish: true,
    }),
  );
  expect(served.last.input).toEqual({
    FunctionName: "f",
    Role: "r",
    Code: { ZipFile: Buffer.from("zip") },
    Layers: ["a", "b"],
    Environment: { Variables: { __proto__x: "1", KEY: "v" } },
    Publish: true,
  });
  expect(output.$metadata.httpStatusCode).toBe(201);
  expect(output).not.toHaveProperty("secret");
});

test("fractions in a map arrive as numbers", async () => {
  const RoutingConfig = { AdditionalVersionWeights: { "2": 0.25 } };
  await served.clients.lambda.send(
    new CreateAliasCommand({ FunctionName: "f", Name: "a", FunctionVersion: "1", RoutingConfig }),
  );
  expect(served.last.input).toMatchObject({ RoutingConfig });
});

test("a literal of the query chooses between two operations on one path", async () => {
  const layer = "arn:aws:lambda:us-east-1:000000000000:layer:l:3";
  const byArn = await served.clients.lambda.send(new GetLayerVersionByArnCommand({ Arn: layer }));
  expect(byArn.Version).toBe(3);
  expect(served.last.input).toEqual({ Arn: layer });
  const listed = await served.clients.lambda.send(new ListLayersCommand({}));
  expect(listed.Layers).toEqual([]);
});

test("an ARN in a path and repeated query parameters", async () => {
  const Resource = "arn:aws:lambda:us-east-1:000000000000:function:f";
  expect((await served.clients.lambda.send(new ListTagsCommand({ Resource }))).Tags).toEqual({
    a: "1",
  });
  await served.clients.lambda.send(new UntagResourceCommand({ Resource, TagKeys: ["x", "y&z"] }));
  expect(served.last.input).toEqual({ Resource, TagKeys: ["x", "y&z"] });
});

test("a slash at the end of a path does not count", async () => {
  const reply = await sendRaw(served.endpoint, { path: "/2015-03-31/functions/" });
  expect(reply).toMatchObject({ status: 200, body: '{"Functions":[]}' });
});

test("an unsigned form post to a function is an invocation, not a query action", async () => {
  const reply = await sendRaw(served.endpoint, {
    method: "POST",
    path: "/2015-03-31/functions/f/invocations",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: '{"a":1}',
  });
  expect(reply).toMatchObject({ status: 200, body: '{"a":1}' });
});

test("an event stream carries chunks, the end and the head's members", async () => {
  const output = await served.clients.lambda.send(
    new InvokeWithResponseStreamCommand({ FunctionName: "f" }),
  );
  expect(output).toMatchObject({ StatusCode: 200, ExecutedVersion: "7" });
  const events = [];
  for await (const event of output.EventStream ?? [])
    events.push(
      event.PayloadChunk
        ? Buffer.from(event.PayloadChunk.Payload ?? []).toString()
        : event.InvokeComplete,
    );
  expect(events).toEqual([
    "one ",
    "two",
    expect.objectContaining({ ErrorCode: "Unhandled", ErrorDetails: "it broke" }),
  ]);
});

test("an error in a stream of events reaches the caller, however long its message", async () => {
  const { EventStream } = await served.clients.lambda.send(
    new InvokeWithResponseStreamCommand({ FunctionName: "breaks" }),
  );
  const read = async () => {
    for await (const event of EventStream ?? []) expect(event).toHaveProperty("PayloadChunk");
  };
  // A character of three bytes that does not fit whole is left out.
  const message = "€".repeat(10_922);
  await expect(read()).rejects.toMatchObject({ name: "Broken", message });
});

test("errors have the shape and the status of their schema", async () => {
  const missing = served.clients.lambda.send(new GetFunctionCommand({ FunctionName: "x" }));
  await expect(missing).rejects.toThrow(ResourceNotFoundException);
  await expect(missing).rejects.toMatchObject({ Type: "User", message: "Function not found: x" });
  const raw = await sendRaw(served.endpoint, { path: "/2015-03-31/functions/x" });
  expect(raw.status).toBe(404);
  expect(raw.headers["x-amzn-errortype"]).toBe("ResourceNotFoundException");
  expect(JSON.parse(raw.body)).toEqual({ Type: "User", Message: "Function not found: x" });

  const busy = served.clients.lambda.send(new GetFunctionCommand({ FunctionName: "busy" }));
  await expect(busy).rejects.toThrow(TooManyRequestsException);
  await expect(busy).rejects.toMatchObject({
    Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
    retryAfterSeconds: "3",
  });
});

test("what cannot be read is a SerializationException", async () => {
  const post = (body: string) =>
    sendRaw(served.endpoint, { method: "POST", path: "/2015-03-31/functions", body });
  const broken = await post("{not json");
  expect(broken.status).toBe(400);
  expect(broken.headers["x-amzn-errortype"]).toBe("SerializationException");
  expect((await post('["a"]')).status).toBe(400);
});

test.each([
  ['{"Timeout":{}}', "Start of structure or map found where not expected."],
  ['{"Timeout":[1]}', "Start of list found where not expected"],
  ['{"Timeout":"3"}', "STRING_VALUE can not be converted to an Integer"],
  ['{"Timeout":true}', "TRUE_VALUE can not be converted to an Integer"],
  ['{"Handler":5}', "NUMBER_VALUE can not be converted to a String"],
  ['{"Handler":0.5}', "DECIMAL_VALUE can not be converted to a String"],
  ['{"Environment":{"Variables":{"PORT":80}}}', "NUMBER_VALUE can not be converted to a String"],
  ['{"Publish":"true"}', "STRING_VALUE can not be converted to a Boolean"],
  ['{"Code":{"ZipFile":1}}', "only base-64-encoded strings are convertible to bytes"],
  ['{"Layers":"l"}', "Unexpected field type"],
  ['{"Environment":"e"}', "Unexpected field type"],
])(
  "a value of another type, %s, is a SerializationException in AWS's words",
  async (body, text) => {
    const path = "/2015-03-31/functions";
    const reply = await sendRaw(served.endpoint, { method: "POST", path, body });
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body)).toEqual({ message: text });
  },
);

test("a fraction is cut off where a whole number is wanted", async () => {
  const body = '{"FunctionName":"f","Timeout":3.9,"MemorySize":1e99}';
  await sendRaw(served.endpoint, { method: "POST", path: "/2015-03-31/functions", body });
  expect(served.last.input).toMatchObject({ Timeout: 3, MemorySize: Number.MAX_SAFE_INTEGER });
});

test("a refused operation says its name and why", async () => {
  const reply = await sendRaw(served.endpoint, { path: "/2015-03-31/functions/f/policy" });
  expect(reply.status).toBe(501);
  expect(reply.body).toContain("GetPolicy: this engine has no policies");
});

test("a path that means nothing, and a service that is not offered, are named", async () => {
  const nothing = await sendRaw(served.endpoint, { path: "/2015-03-31/nothing?x=1" });
  expect(nothing.status).toBe(404);
  expect(nothing.headers["x-amzn-errortype"]).toBe("UnknownOperationException");
  expect(nothing.body).toContain("GET /2015-03-31/nothing");
  const other = await sendRaw(served.endpoint, {
    path: "/v2/apis",
    headers: signedFor("apigateway"),
  });
  expect(other.status).toBe(501);
  expect(other.body).toContain("apigateway");
});

test("an unexpected failure is logged with its stack and answered without it", async () => {
  const reply = await sendRaw(served.endpoint, { path: "/2016-08-19/account-settings" });
  expect(reply.status).toBe(500);
  expect(reply.headers["x-amzn-errortype"]).toBe("ServiceException");
  expect(reply.body).not.toContain("secret");
  expect(served.logged.join()).toMatch(/GetAccountSettings failed .*a secret[^]*rest-json\.test/);
});

test("an invocation of more than 6 MiB is refused in Lambda's words", async () => {
  const path = "/2015-03-31/functions/f/invocations";
  const invoke = (bytes: number) =>
    sendRaw(served.endpoint, { method: "POST", path, body: Buffer.alloc(bytes, "1") });
  expect((await invoke(6 * 1024 * 1024)).status).toBe(200);
  const reply = await invoke(6 * 1024 * 1024 + 1);
  expect(reply.status).toBe(413);
  expect(reply.headers["x-amzn-errortype"]).toBe("RequestEntityTooLargeException");
  expect(reply.body).toContain(
    "Request must be smaller than 6291456 bytes for the InvokeFunction operation",
  );
});

test("region and key come from a presigned query as well", async () => {
  const credential = encodeURIComponent("AKIA/20260101/eu-west-1/lambda/aws4_request");
  await sendRaw(served.endpoint, {
    path: `/2015-03-31/functions/?X-Amz-Credential=${credential}`,
  });
  expect(served.last.context).toMatchObject({ region: "eu-west-1", accessKeyId: "AKIA" });
});
