import {
  type FakeAnswer,
  type FakeReply,
  type ReceivedCall,
  startFakeCloud,
} from "@/lib/aws/testing/fake-cloud";
import { operationOf } from "./operation-of";

/** What an operation answers: always the same, or something that depends on the call and how often it came. */
export type Answer =
  | FakeReply
  | ((call: ReceivedCall, index: number) => FakeReply | Promise<FakeReply>);

export interface FakeAws {
  endpoint: string;
  /** The operations that arrived, in order, retries included. */
  operations: string[];
  calls: ReceivedCall[];
  count(operation: string): number;
  stop(): Promise<void>;
}

/** An implementation of the AWS APIs that knows the operations of a table and answers `otherwise` to all others. */
export async function startFakeAws(
  answers: Record<string, Answer>,
  otherwise: Answer = notFoundPage,
): Promise<FakeAws> {
  const operations: string[] = [];
  const cloud = await startFakeCloud((call) => {
    const operation = operationOf(call);
    const index = operations.filter((earlier) => earlier === operation).length;
    operations.push(operation);
    const answer = answers[operation] ?? otherwise;
    return typeof answer === "function" ? answer(call, index) : answer;
  });
  return {
    ...cloud,
    operations,
    count: (wanted) => operations.filter((operation) => operation === wanted).length,
  };
}

export const ok = (body: object): FakeAnswer => ({ body });

export const awsError = (status: number, code: string, message: string): FakeAnswer => ({
  status,
  headers: { "x-amzn-errortype": code },
  body: { __type: code, message, Message: message },
});

export const notFoundPage: FakeAnswer = {
  status: 404,
  headers: { "content-type": "text/html" },
  body: "<!doctype html><title>404 Not Found</title><h1>Not Found</h1>",
};

/** How other implementations say that they do not know an operation. */
export const unknownOperations: Record<string, FakeReply> = {
  "404 HTML": notFoundPage,
  "404 JSON": { status: 404, body: { message: "Not Found" } },
  "404 nothing": { status: 404, body: "" },
  "400 UnknownOperationException": awsError(400, "UnknownOperationException", "no such operation"),
  "400 XML": {
    status: 400,
    headers: { "content-type": "text/xml" },
    body: "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidAction</Code><Message>Could not find operation</Message></Error></ErrorResponse>",
  },
  "400 JSON without a code": { status: 400, body: { error: { reason: "unknown action" } } },
  "404 XML": {
    status: 404,
    headers: { "content-type": "application/xml" },
    body: "<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message></Error>",
  },
  "500 XML": {
    status: 500,
    headers: { "content-type": "text/xml" },
    body: "<ErrorResponse><Error><Code>InternalError</Code><Message>exception while calling: unknown operation</Message></Error></ErrorResponse>",
  },
  "501 XML": {
    status: 501,
    headers: { "content-type": "text/xml" },
    body: "<ErrorResponse><Error><Code>InternalFailure</Code><Message>not yet implemented or pro feature</Message></Error></ErrorResponse>",
  },
  "501 HTML": {
    status: 501,
    headers: { "content-type": "text/html; charset=utf-8" },
    body: "<html><body><h1>501 Not Implemented</h1></body></html>",
  },
  "400 text": { status: 400, headers: { "content-type": "text/plain" }, body: "Bad Request" },
  "500 HTML": {
    status: 500,
    headers: { "content-type": "text/html" },
    body: "<title>Internal Server Error</title><pre>Traceback (most recent call last): KeyError</pre>",
  },
  "500 JSON": { status: 500, body: { error: "Internal Server Error" } },
  "501 InternalFailure": awsError(501, "InternalFailure", "API action is not yet implemented"),
  "501 nothing": { status: 501, body: "" },
  "405 text": {
    status: 405,
    headers: { "content-type": "text/plain" },
    body: "Method Not Allowed",
  },
  "200 HTML": { status: 200, headers: { "content-type": "text/html" }, body: "<h1>It works!</h1>" },
  "200 no JSON": { status: 200, body: "OK" },
  "a reset": "hang up",
};
