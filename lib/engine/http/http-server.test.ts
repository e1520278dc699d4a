import { once } from "node:events";
import { connect, type ClientHttp2Session } from "node:http2";
import { connect as connectSocket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sendRaw } from "../testing/send-raw.ts";
import { serveOperations } from "../testing/serve-operations.ts";

interface Http2Reply {
  status: number;
  headers: Record<string, unknown>;
  body: Buffer;
}

const invoke = "/2015-03-31/functions/f/invocations";

/** One request on a session that may carry others. */
async function ask(
  session: ClientHttp2Session,
  headers: Record<string, string>,
  body?: string | Uint8Array,
): Promise<Http2Reply> {
  const stream = session.request({ ":method": "POST", ":path": invoke, ...headers });
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  stream.end(body);
  const [answer] = (await once(stream, "response")) as [Record<string, unknown>];
  await once(stream, "end");
  return { status: Number(answer[":status"]), headers: answer, body: Buffer.concat(chunks) };
}

describe("HTTP/2 by prior knowledge, on the port of HTTP/1.1", () => {
  let served: Awaited<ReturnType<typeof serveOperations>>;
  let session: ClientHttp2Session;
  let release: () => void = () => undefined;
  const events = async function* () {
    yield { sessionUpdate: { sessionResults: [{ message: "first" }] } };
    await new Promise<void>((resolve) => (release = resolve));
    yield { sessionUpdate: { sessionResults: [{ message: "second" }] } };
  };
  beforeAll(async () => {
    served = await serveOperations({
      lambda: { Invoke: ({ Payload }: { Payload?: Uint8Array }) => ({ StatusCode: 200, Payload }) },
      logs: { StartLiveTail: () => ({ responseStream: events() }) },
    });
    session = connect(served.endpoint);
  });
  afterAll(async () => {
    session.destroy();
    await served.stop();
  });

  test("many requests at once on one connection, with bodies of megabytes, and HTTP/1.1 beside it", async () => {
    const large = JSON.stringify("x".repeat(3_000_000));
    const answers = await Promise.all(
      [large, ...Array.from({ length: 50 }, (_, i) => String(i))].map((body) =>
        ask(session, {}, body),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(answers[0]?.body.length).toBe(large.length);
    expect(answers[50]?.body.toString()).toBe("49");
    const plain = await sendRaw(served.endpoint, { method: "POST", path: invoke, body: "1" });
    expect(plain).toMatchObject({ status: 200, body: "1" });
  });

  test("the host is the authority, and what is kept out by it is kept out here too", async () => {
    await ask(session, {}, "1");
    expect(served.last.context?.endpoint).toBe(served.endpoint);
    const refusals = [
      await ask(session, { ":authority": "evil.example" }),
      await ask(session, { host: "evil.example" }),
      await ask(session, { origin: "http://evil.example" }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([421, 421, 403]);
  });

  test("an event stream comes as it is made", async () => {
    const stream = session.request({
      ":method": "POST",
      ":path": "/",
      "x-amz-target": "Logs_20140328.StartLiveTail",
      "content-type": "application/x-amz-json-1.1",
    });
    stream.end(JSON.stringify({ logGroupIdentifiers: ["g"] }));
    let text = "";
    for await (const chunk of stream) {
      text += String(chunk);
      if (text.includes("first")) release();
    }
    expect(text).toMatch(/first[^]*second/);
  });

  test("a caller who hangs up in the middle of its body harms nobody", async () => {
    const stream = session.request({ ":method": "POST", ":path": invoke });
    stream.on("error", () => undefined);
    stream.write("half");
    await ask(session, {}, "1");
    stream.close(8);
    expect((await ask(session, {}, "2")).body.toString()).toBe("2");
    expect(served.logged.filter((line) => !line.includes("hung up"))).toEqual([]);
  });

  test("a preface in pieces, and one that is none", async () => {
    const { hostname, port } = new URL(served.endpoint);
    const pieces = connectSocket({ port: Number(port), host: hostname, noDelay: true });
    pieces.write("PRI * HT");
    await ask(session, {}, "1");
    pieces.write("TP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0");
    const [settings] = (await once(pieces, "data")) as [Buffer];
    expect(settings[3]).toBe(4);
    pieces.destroy();
    const broken = connectSocket(Number(port), hostname);
    broken.write("PRI * HTTP/2.0\r\n\r\nnonsense that is long enough to be read");
    broken.resume();
    await once(broken, "close");
    expect((await ask(session, {}, "3")).status).toBe(200);
  });
});

test("closing ends sessions that are idle and connections that never said anything", async () => {
  const served = await serveOperations({ lambda: { Invoke: () => ({ StatusCode: 200 }) } });
  const session = connect(served.endpoint);
  await ask(session, {}, "1");
  const { hostname, port } = new URL(served.endpoint);
  const silent = connectSocket(Number(port), hostname);
  await once(silent, "connect");
  const gone = Promise.all([once(session, "close"), once(silent, "close")]);
  await served.stop();
  await gone;
});
