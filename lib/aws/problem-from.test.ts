import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ListRolesCommand } from "@aws-sdk/client-iam";
import { GetFunctionCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { ListQueuesCommand } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, describe, expect, test } from "vitest";
import type { Connection } from "@/lib/model/connection";
import { type Problem, ProblemError, problemKinds, problemStatus } from "@/lib/model/problem";
import { type Clients, clientsFor } from "./clients";
import { problemFrom } from "./problem-from";
import {
  type FakeAnswer,
  fakeConnection,
  type FakeCloud,
  startFakeCloud,
} from "./testing/fake-cloud";

let cloud: FakeCloud | undefined;
afterEach(async () => {
  await cloud?.stop();
  cloud = undefined;
});

const getFunction = ({ lambda }: Clients) =>
  lambda.send(new GetFunctionCommand({ FunctionName: "f" }));

/** The problem that a call to an endpoint answering like this becomes. */
async function problemOf(
  answer: FakeAnswer | "hang up",
  send: (clients: Clients) => Promise<unknown> = getFunction,
  connection: Partial<Connection> = {},
): Promise<Problem> {
  cloud = await startFakeCloud(() => answer);
  const target = fakeConnection(cloud.endpoint, connection);
  const error = await send(clientsFor(target)).then(
    () => expect.unreachable("the call went through"),
    (thrown: unknown) => thrown,
  );
  return problemFrom(error, { action: "read the function" });
}

const aws = (status: number, code: string, message: string): FakeAnswer => ({
  status,
  headers: { "x-amzn-errortype": code },
  body: { message },
});

describe("AWS's own errors", () => {
  test.each([
    [aws(404, "ResourceNotFoundException", "Function not found: arn"), "not-found"],
    [aws(409, "ResourceConflictException", "An update is in progress"), "conflict"],
    [
      aws(412, "PreconditionFailedException", "The Revision Id provided does not match"),
      "conflict",
    ],
    [aws(400, "InvalidParameterValueException", "Unzipped size must be smaller"), "invalid"],
    [aws(413, "RequestTooLargeException", "Request must be smaller"), "invalid"],
    [aws(415, "UnsupportedMediaTypeException", "no"), "invalid"],
    [aws(500, "ServiceException", "An error occurred"), "unexpected"],
    [aws(502, "EC2UnexpectedException", "An error occurred"), "unexpected"],
    [aws(403, "ExpiredTokenException", "The security token is expired"), "credentials"],
    [aws(403, "UnrecognizedClientException", "The security token is invalid"), "credentials"],
    [aws(403, "InvalidSignatureException", "The request signature does not match"), "credentials"],
  ])("%j is %s", async (answer, kind) => {
    const problem = await problemOf(answer, getFunction, { profile: undefined });
    expect(problem.kind).toBe(kind);
    expect(problem.code).toBe(answer.headers!["x-amzn-errortype"]);
    expect(problem.detail).toBe((answer.body as { message: string }).message);
  });

  test("a validation error names its field", async () => {
    const message =
      "1 validation error detected: Value '127' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128";
    const problem = await problemOf(aws(400, "ValidationException", message));
    expect(problem).toMatchObject({ kind: "invalid", field: "memorySize", detail: message });
  });

  test("a throttle says why and when to try again", async () => {
    const problem = await problemOf(
      {
        status: 429,
        headers: { "x-amzn-errortype": "TooManyRequestsException", "retry-after": "3" },
        body: {
          Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
          message: "Rate Exceeded.",
        },
      },
      ({ lambda }) => lambda.send(new InvokeCommand({ FunctionName: "f" })),
    );
    expect(problem).toMatchObject({ kind: "throttled", retryAfterSeconds: 3 });
    expect(problem.detail).toContain("ReservedFunctionConcurrentInvocationLimitExceeded");
  });

  test("a clock that is off is told as such", async () => {
    const message = "Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z";
    const problem = await problemOf(aws(403, "InvalidSignatureException", message));
    expect(problem.action).toMatch(/clock/);
  });
});

describe("a missing permission", () => {
  const arn = "arn:aws:lambda:us-east-1:123456789012:function:checkout";

  test("comes with the statement that gives it, for the resource AWS named", async () => {
    const problem = await problemOf(
      aws(
        403,
        "AccessDeniedException",
        `User: arn:aws:iam::123456789012:user/dev is not authorized to perform: lambda:GetFunction on resource: ${arn} because no identity-based policy allows the lambda:GetFunction action`,
      ),
    );
    expect(problem.kind).toBe("denied");
    expect(JSON.parse(problem.statement!)).toEqual({
      Effect: "Allow",
      Action: "lambda:GetFunction",
      Resource: arn,
    });
  });

  test("is told from the command when AWS does not say it", async () => {
    const problem = await problemOf(
      { status: 403, headers: { "x-amzn-errortype": "AccessDeniedException" }, body: {} },
      ({ lambda }) => lambda.send(new InvokeCommand({ FunctionName: "f" })),
    );
    expect(JSON.parse(problem.statement!)).toMatchObject({ Action: "lambda:InvokeFunction" });
  });

  test("names another one than the command's where AWS does", async () => {
    const problem = await problemOf(
      aws(
        403,
        "AccessDeniedException",
        `User: x is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/r`,
      ),
    );
    expect(JSON.parse(problem.statement!)).toEqual({
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: "arn:aws:iam::1:role/r",
    });
  });

  test("gets no statement when a policy denies it explicitly", async () => {
    const problem = await problemOf(
      aws(
        403,
        "AccessDeniedException",
        `User: x is not authorized to perform: lambda:GetFunction on resource: ${arn} with an explicit deny in a service control policy`,
      ),
    );
    expect(problem.kind).toBe("denied");
    expect(problem.statement).toBeUndefined();
    expect(problem.action).toMatch(/explicitly/);
  });

  test("to assume a role is a matter of credentials", () => {
    const error = Object.assign(
      new Error(
        "User: arn:aws:iam::1:user/u is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::2:role/r",
      ),
      { name: "AccessDenied", $metadata: { httpStatusCode: 403 } },
    );
    const connection = fakeConnection("http://x", { kind: "profile", profile: "prod" });
    expect(problemFrom(error, { connection })).toMatchObject({
      kind: "credentials",
      title: 'The role of profile "prod" cannot be assumed',
    });
  });
});

test.each([
  ["ExpiredToken", "aws sso login --profile dev"],
  ["CredentialsProviderError", "aws configure --profile dev"],
  ["TokenProviderError", "aws login --profile dev"],
])("%s says the command %s", (name, renewCommand) => {
  const error = Object.assign(new Error("no longer valid"), { name });
  const connection = fakeConnection("http://x", { kind: "profile", profile: "dev", renewCommand });
  const problem = problemFrom(error, { connection });
  expect(problem.kind).toBe("credentials");
  expect(problem.title).toContain('"dev"');
  expect(problem.action).toContain(`\`${renewCommand}\``);
});

const commands: Record<string, (clients: Clients) => Promise<unknown>> = {
  "restJson1 (lambda)": getFunction,
  "awsJson1.0 (cloudwatch)": ({ cloudwatch }) =>
    cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(0),
        EndTime: new Date(1),
        MetricDataQueries: [],
      }),
    ),
  "awsJson1.1 (logs)": ({ logs }) => logs.send(new FilterLogEventsCommand({ logGroupName: "g" })),
  "awsJson1.0 (sqs)": ({ sqs }) => sqs.send(new ListQueuesCommand({})),
  "awsQuery (sts)": ({ sts }) => sts.send(new GetCallerIdentityCommand({})),
  "awsQuery (iam)": ({ iam }) => iam.send(new ListRolesCommand({})),
};

describe.each(Object.entries(commands))("another implementation over %s", (_protocol, send) => {
  const html = "<!doctype html><title>404 Not Found</title><h1>Not Found</h1><p>No such page.";
  const xml = (code: string) =>
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no such operation</Message></Error></ErrorResponse>`;
  const asHtml = { "content-type": "text/html" };
  const asXml = { "content-type": "text/xml" };

  test.each<[string, FakeAnswer]>([
    ["404 HTML", { status: 404, headers: asHtml, body: html }],
    ["400 HTML", { status: 400, headers: asHtml, body: html }],
    ["500 HTML", { status: 500, headers: asHtml, body: html }],
    ["501 HTML", { status: 501, headers: asHtml, body: html }],
    ["404 nothing", { status: 404, body: "" }],
    ["501 nothing", { status: 501, body: "" }],
    ["200 HTML", { status: 200, headers: asHtml, body: html }],
    [
      "400 UnknownOperationException",
      {
        status: 400,
        headers: { "x-amzn-errortype": "UnknownOperationException" },
        body: { __type: "UnknownOperationException", message: "no such operation" },
      },
    ],
    ["400 InvalidAction in XML", { status: 400, headers: asXml, body: xml("InvalidAction") }],
    [
      "501 InternalFailure",
      {
        status: 501,
        headers: { "x-amzn-errortype": "InternalFailure" },
        body: { __type: "InternalFailure", message: "API not yet implemented" },
      },
    ],
    ["500 NotImplemented in XML", { status: 500, headers: asXml, body: xml("NotImplemented") }],
  ])("%s says what is missing", async (_name, answer) => {
    const problem = await problemOf(answer, send);
    expect(problem.kind).toBe("unsupported");
    expect(problem.detail).toMatch(/^fake does not do (lambda|cloudwatch|logs|sqs|sts|iam) \w+/);
    expect(problem.detail).not.toContain("<");
    expect(problem.detail.length).toBeLessThan(400);
  });
});

describe("no answer", () => {
  test("from a hung-up connection", async () => {
    expect(await problemOf("hang up")).toMatchObject({ kind: "unreachable", code: "ECONNRESET" });
  });

  test.each([
    ["local", "npm start"],
    ["endpoint", "Check that the program behind this endpoint is running"],
  ] as const)("from the %s says what to look at", async (kind, action) => {
    const connection = fakeConnection("http://127.0.0.1:4351", { kind, id: kind });
    const error: unknown = await getFunction(clientsFor(connection)).catch(
      (thrown: unknown) => thrown,
    );
    const problem = problemFrom(error);
    expect(problem).toMatchObject({ kind: "unreachable", code: "ECONNREFUSED" });
    expect(problem.detail).toContain("http://127.0.0.1:4351");
    expect(problem.action).toContain(action);
  });

  test("from a region that does not exist", () => {
    const error = Object.assign(new Error("getaddrinfo ENOTFOUND lambda.xx-east-1.amazonaws.com"), {
      code: "ENOTFOUND",
    });
    const connection = { ...fakeConnection(""), kind: "profile" as const, endpoint: undefined };
    expect(problemFrom(error, { connection }).action).toMatch(/region/);
  });

  test("at any of several addresses", () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED ::1:1"), {
      code: "ECONNREFUSED",
    });
    expect(problemFrom(new AggregateError([refused, refused]))).toMatchObject({
      kind: "unreachable",
      code: "ECONNREFUSED",
    });
  });
});

test.each([
  [undefined],
  [null],
  ["text"],
  [42],
  [{}],
  [new Error("")],
  [new TypeError("x is not a function")],
  [Object.assign(new Error("m"), { name: "", $metadata: null, $response: "?" })],
])("anything thrown becomes a problem with words: %j", (thrown) => {
  const problem = problemFrom(thrown, { action: "list the functions" });
  expect(problem.title).toBe("Could not list the functions");
  expect(problem.detail).not.toBe("");
  expect(problem.kind).toBe("unexpected");
});

test("a problem stays as it is", () => {
  const problem: Problem = { kind: "invalid", title: "t", detail: "d" };
  expect(problemFrom(new ProblemError(problem))).toBe(problem);
});

test("every kind has a failing status", () => {
  for (const kind of problemKinds) expect(problemStatus(kind)).toBeGreaterThanOrEqual(400);
});
