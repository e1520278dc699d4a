import { StartLiveTailCommand } from "@aws-sdk/client-cloudwatch-logs";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sendBytes, sendRaw, signedFor } from "../testing/send-raw.ts";
import { serveOperations } from "../testing/serve-operations.ts";

test("a stream of large events waits for its reader and leaves no listeners behind", async () => {
  const message = "x".repeat(200_000);
  async function* events() {
    for (let count = 0; count < 30; count++)
      yield { sessionUpdate: { sessionResults: [{ message }] } };
  }
  const warnings: string[] = [];
  const note = (warning: Error) => void warnings.push(warning.name);
  process.on("warning", note);
  const server = await serveOperations({
    logs: { StartLiveTail: () => ({ responseStream: events() }) },
  });
  try {
    const { responseStream } = await server.clients.logs.send(
      new StartLiveTailCommand({ logGroupIdentifiers: ["g"] }),
    );
    let bytes = 0;
    for await (const { sessionUpdate } of responseStream ?? [])
      bytes += sessionUpdate?.sessionResults?.[0]?.message?.length ?? 0;
    expect(bytes).toBe(30 * message.length);
    expect(warnings).toEqual([]);
  } finally {
    process.off("warning", note);
    await server.stop();
  }
});

describe("requests of every shape", () => {
  let served: Awaited<ReturnType<typeof serveOperations>>;
  beforeAll(async () => {
    served = await serveOperations({
      lambda: { Invoke: ({ Payload }: { Payload?: Uint8Array }) => ({ StatusCode: 200, Payload }) },
      sqs: { SendMessage: () => ({ MessageId: "m" }) },
      cloudwatch: { ListMetrics: () => ({ Metrics: [] }) },
      logs: { DescribeLogGroups: () => ({ logGroups: [] }) },
    });
  });
  afterAll(() => served.stop());

  const host = () => new URL(served.endpoint).host;
  const invoke = "/2015-03-31/functions/f/invocations";
  const send = (lines: string[], body = "") =>
    sendBytes(served.endpoint, `${[...lines, "Connection: close"].join("\r\n")}\r\n\r\n${body}`);

  test("a target in absolute form, as a proxy's clients send it", async () => {
    const target = (name: string) => [`POST http://${name}${invoke} HTTP/1.1`, `Host: ${host()}`];
    expect(await send([...target(host()), "Content-Length: 1"], "7")).toMatch(/200 OK[^]*7$/);
    expect(await send([...target("evil.example"), "Content-Length: 1"], "7")).toMatch(/ 400 /);
  });

  test("a body in chunks, with an extension and a trailer", async () => {
    const head = [`POST ${invoke} HTTP/1.1`, `Host: ${host()}`, "Transfer-Encoding: chunked"];
    const reply = await send(head, '2;a=b\r\n{"\r\n4\r\na":1\r\n1\r\n}\r\n0\r\nX-Sum: 1\r\n\r\n');
    expect(reply).toMatch(/200 OK[^]*\{"a":1\}$/);
  });

  test("Expect: 100-continue", async () => {
    const head = [`POST ${invoke} HTTP/1.1`, `Host: ${host()}`, "Expect: 100-continue"];
    const reply = await send([...head, "Content-Length: 2"], "{}");
    expect(reply).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK[^]*\{\}$/);
  });

  test("a name and an ARN in a path, percent-encoded or not, and a plus sign that stays one", async () => {
    for (const [given, name] of [
      ["f%3Alive", "f:live"],
      ["f:live", "f:live"],
      [
        "arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af",
        "arn:aws:lambda:us-east-1:000000000000:function:f",
      ],
      ["a+b", "a+b"],
      ["gr%C3%BCn", "grün"],
      ["100%", "100%"],
    ] as const) {
      await sendRaw(served.endpoint, {
        method: "POST",
        path: `/2015-03-31/functions/${given}/invocations/`,
      });
      expect(served.last.input).toMatchObject({ FunctionName: name });
    }
  });

  test("a body packed with gzip, and one that would be larger than any request", async () => {
    const headers = { "content-encoding": "GZIP" };
    const post = (body: Uint8Array) =>
      sendRaw(served.endpoint, { method: "POST", path: invoke, headers, body });
    expect((await post(gzipSync('{"a":1}'))).body).toBe('{"a":1}');
    const bomb = await post(gzipSync(Buffer.alloc(7 * 1024 * 1024)));
    expect(bomb.status).toBe(413);
    expect(bomb.headers["x-amzn-errortype"]).toBe("RequestEntityTooLargeException");
  });

  test("a service's JSON with another content type, one with a charset, and none", async () => {
    const target = "AmazonSQS.SendMessage";
    for (const [contentType, answered] of [
      ["application/x-amz-json-1.1; charset=utf-8", "application/x-amz-json-1.1"],
      ["application/json", "application/x-amz-json-1.0"],
      [undefined, "application/x-amz-json-1.0"],
    ] as const) {
      const headers: Record<string, string> = { "x-amz-target": target };
      if (contentType) headers["content-type"] = contentType;
      const reply = await sendRaw(served.endpoint, { method: "POST", headers, body: "{}" });
      expect(reply).toMatchObject({ status: 200, body: '{"MessageId":"m"}' });
      expect(reply.headers["content-type"]).toBe(answered);
    }
  });

  test("the Query protocol by GET, by a presigned address and at a queue's own address", async () => {
    const action = "Action=ListMetrics&Version=2010-08-01&Namespace=a%20b";
    const get = await sendRaw(served.endpoint, { path: `/?${action}` });
    expect(get.body).toContain("<ListMetricsResult><Metrics></Metrics></ListMetricsResult>");
    expect(served.last.input).toEqual({ Namespace: "a b" });
    const credential = "X-Amz-Credential=KEY%2F20260101%2Feu-west-1%2Fmonitoring%2Faws4_request";
    await sendRaw(served.endpoint, { path: `/?${action}&${credential}&X-Amz-Signature=0` });
    expect(served.last.context).toMatchObject({ region: "eu-west-1", accessKeyId: "KEY" });
    const path = "/000000000000/jobs";
    await sendRaw(served.endpoint, {
      path: `${path}?Action=SendMessage&Version=2012-11-05&MessageBody=hello`,
    });
    expect(served.last.input).toEqual({
      QueueUrl: `http://${host()}${path}`,
      MessageBody: "hello",
    });
  });

  test("what is refused at the door has the form of its protocol, and what is no HTTP that of AWS", async () => {
    const form = { ...signedFor("sqs"), "content-type": "application/x-www-form-urlencoded" };
    const xml = await sendRaw(served.endpoint, {
      method: "POST",
      headers: { ...form, host: "evil.example" },
      body: "Action=SendMessage&Version=2012-11-05",
    });
    expect(xml.status).toBe(421);
    expect(xml.body).toMatch(/<ErrorResponse[^]*<Code>MisdirectedRequestException<\/Code>/);
    const broken = await sendBytes(served.endpoint, "NONSENSE\r\n\r\n");
    expect(broken).toMatch(
      /^HTTP\/1.1 400 [^]*x-amzn-RequestId: [^]*MalformedHttpRequestException/,
    );
    const large = await send(["GET / HTTP/1.1", `Host: ${host()}`, `X: ${"x".repeat(1_100_000)}`]);
    expect(large).toMatch(/^HTTP\/1.1 431 [^]*RequestHeaderFieldsTooLargeException/);
  });

  test("headers of hundreds of kilobytes are taken, as AWS takes them", async () => {
    const reply = await send(["GET /x HTTP/1.1", `Host: ${host()}`, `X: ${"x".repeat(500_000)}`]);
    expect(reply).toMatch(/^HTTP\/1.1 404 /);
  });

  test("ten thousand requests on one connection, a hundred at a time without waiting", async () => {
    const { hostname, port } = new URL(served.endpoint);
    const socket = connect(Number(port), hostname);
    const one = `POST ${invoke} HTTP/1.1\r\nHost: ${host()}\r\nContent-Length: 1\r\n\r\n7`;
    let answered = 0;
    let rest = "";
    await new Promise<void>((resolve, reject) => {
      socket.on("error", reject).on("close", () => reject(new Error(`closed after ${answered}`)));
      socket.on("data", (chunk) => {
        const parts = (rest + chunk.toString("latin1")).split("HTTP/1.1 200 OK");
        answered += parts.length - 1;
        rest = parts.at(-1)?.slice(-14) ?? "";
        if (answered === 10_000) resolve();
        else if (answered % 100 === 0) socket.write(one.repeat(100));
      });
      socket.write(one.repeat(100));
    });
    socket.removeAllListeners("close").destroy();
    expect(answered).toBe(10_000);
  });

  test("a thousand idle connections do not keep anybody waiting", async () => {
    const { hostname, port } = new URL(served.endpoint);
    const idle = Array.from({ length: 1000 }, () => connect(Number(port), hostname));
    await Promise.all(
      idle.map((socket) => new Promise((resolve) => socket.on("connect", resolve))),
    );
    expect((await sendRaw(served.endpoint, { method: "POST", path: invoke, body: "1" })).body).toBe(
      "1",
    );
    for (const socket of idle) socket.destroy();
  });
});
