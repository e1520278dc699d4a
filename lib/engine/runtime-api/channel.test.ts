import { Duplex } from "node:stream";
import { beforeEach, expect, test } from "vitest";
import { openChannel } from "./channel.ts";
import { type RuntimeInvocation, RuntimeSession } from "./session.ts";

let session: RuntimeSession;
let stream: Duplex;
let sent: Buffer[];
let readyTimes: number;
let initErrors: unknown[];

beforeEach(() => {
  readyTimes = 0;
  initErrors = [];
  sent = [];
  session = new RuntimeSession({
    onReady: () => (readyTimes += 1),
    onInitError: (errorType, payload) =>
      initErrors.push([errorType, Buffer.from(payload).toString()]),
  });
  stream = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      sent.push(chunk);
      done();
    },
  });
  openChannel(stream, session);
});

const invocation: RuntimeInvocation = {
  requestId: "id-1",
  payload: Buffer.from('{"a":1}'),
  deadlineMs: 1_767_225_603_000,
  invokedArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
  traceHeader: "Root=1-2-3",
  clientContext: '{"custom":{"name":"Jürgen"}}',
};

function frame(kind: string, head = "", body: string | Buffer = "", bodyBytes?: number): Buffer {
  const bytes = Buffer.from(body);
  const prefix = Buffer.alloc(9);
  prefix.write(kind);
  prefix.writeUInt32BE(Buffer.byteLength(head), 1);
  prefix.writeUInt32BE(bodyBytes ?? bytes.length, 5);
  return Buffer.concat([prefix, Buffer.from(head), bytes]);
}

/** Has the bytes arrive in pieces of `pieceBytes`. */
function arrive(bytes: Buffer, pieceBytes = bytes.length): void {
  for (let at = 0; at < bytes.length; at += pieceBytes)
    stream.emit("data", bytes.subarray(at, at + pieceBytes));
}

function start(given: RuntimeInvocation = invocation) {
  arrive(frame("N"));
  return new Promise((answer) => session.invoke(given, answer));
}

test("an event is a head with what HTTP has in headers, and the payload", () => {
  void start();
  const bytes = sent[0] ?? Buffer.alloc(0);
  const bodyAt = 8 + bytes.readUInt32BE(0);
  expect(bytes.readUInt32BE(4)).toBe(7);
  expect(bytes.toString("utf8", bodyAt)).toBe('{"a":1}');
  expect(JSON.parse(bytes.toString("utf8", 8, bodyAt))).toEqual({
    "lambda-runtime-aws-request-id": "id-1",
    "lambda-runtime-deadline-ms": "1767225603000",
    "lambda-runtime-invoked-function-arn": invocation.invokedArn,
    "lambda-runtime-trace-id": "Root=1-2-3",
    "lambda-runtime-client-context": invocation.clientContext,
  });
});

test.each([1, 5, 4096])(
  "a response and a wait for the next, read %d bytes at a time",
  async (n) => {
    const answer = start();
    arrive(Buffer.concat([frame("R", "", '"Grüße"'), frame("N")]), n);
    expect(await answer).toEqual({
      kind: "response",
      payload: Buffer.from('"Grüße"'),
      contentType: "application/json",
      streamed: false,
    });
    expect([session.ready, readyTimes]).toEqual([true, 2]);
  },
);

test("a failure has a type, as AWS names it, and a body", async () => {
  const answer = start();
  arrive(frame("E", "MyError", "{}"));
  const payload = Buffer.from("{}");
  expect(await answer).toEqual({ kind: "error", errorType: "Function.Unknown", payload });
  arrive(frame("I", "Runtime.ImportModuleError", "too late"));
  expect(initErrors).toEqual([]);
});

test("an initialisation that failed is told once", () => {
  arrive(frame("I", "Runtime.ImportModuleError", "{}"));
  arrive(frame("I", "Runtime.Other", "{}"));
  arrive(frame("N"));
  expect(initErrors).toEqual([["Runtime.ImportModuleError", "{}"]]);
  expect(session.ready).toBe(false);
});

test("a streamed response comes in pieces, and may fail at its end", async () => {
  const chunks: string[] = [];
  const onChunk = (chunk: Uint8Array, type: string) =>
    chunks.push(`${type} ${Buffer.from(chunk).toString()}`);
  const answer = start({ ...invocation, onChunk });
  arrive(Buffer.concat([frame("S", "text/plain"), frame("C", "", "one"), frame("C", "", "two")]));
  expect(chunks).toEqual(["text/plain one", "text/plain two"]);
  arrive(frame("T", "Runtime.Broken", "why"));
  expect(await answer).toEqual({
    kind: "error",
    streamed: true,
    errorType: "Runtime.Broken",
    payload: Buffer.from("why"),
  });
});

test("a response above 6 MiB and 100 bytes fails, nothing of it is kept, and the next is read", async () => {
  const answer = start();
  const piece = Buffer.alloc(1_000_000);
  arrive(frame("R", "", "", 6_500_000));
  for (let left = 6_500_000; left > 0; left -= piece.length)
    arrive(piece.subarray(0, Math.min(left, piece.length)));
  expect(await answer).toMatchObject({ errorType: "Function.ResponseSizeTooLarge" });
  arrive(frame("N"));
  expect(session.ready).toBe(true);
});

test("answers without an invocation are nothing, and what is no frame ends the conversation", () => {
  arrive(Buffer.concat([frame("R", "", "1"), frame("C", "", "1"), frame("T")]));
  expect(stream.destroyed).toBe(false);
  arrive(frame("?"));
  expect(stream.destroyed).toBe(true);
});

test("a head that has no end ends the conversation", () => {
  arrive(Buffer.concat([Buffer.from("R"), Buffer.alloc(8, 0xff)]));
  expect(stream.destroyed).toBe(true);
});
