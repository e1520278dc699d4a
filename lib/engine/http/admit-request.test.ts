import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sendBytes, sendRaw } from "../testing/send-raw.ts";
import { serveOperations } from "../testing/serve-operations.ts";

let served: Awaited<ReturnType<typeof serveOperations>>;
beforeAll(async () => {
  served = await serveOperations({ lambda: { ListFunctions: () => ({ Functions: [] }) } });
});
afterAll(() => served.stop());

const list = (headers: Record<string, string>, method = "GET") =>
  sendRaw(served.endpoint, { path: "/2015-03-31/functions", headers, method });

describe("hosts", () => {
  test.each([
    "127.0.0.1:4000",
    "localhost",
    "[::1]:4000",
    "stream-127.0.0.1:4000",
    "streaming-localhost:1",
    "sync-localhost",
    "lambda.eu-west-1.amazonaws.com",
    "sqs.cn-north-1.amazonaws.com.cn",
  ])("%s is answered", async (host) => {
    expect((await list({ host })).status).toBe(200);
  });

  test.each([
    "evil.example",
    "127.0.0.1.evil.example",
    "evil-127.0.0.1",
    "amazonaws.com.evil.example",
    "notamazonaws.com",
    "0.0.0.0:4000",
    "192.168.1.2:4000",
    "localhost@evil.example",
  ])("%s is refused", async (host) => {
    const reply = await list({ host });
    expect(reply.status).toBe(421);
    expect(reply.body).toContain(host);
  });

  test("none or two are refused", async () => {
    const twice =
      "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    expect(await sendBytes(served.endpoint, twice)).toMatch(/^HTTP\/1.1 4(00|21)/);
    const none = "GET / HTTP/1.1\r\nConnection: close\r\n\r\n";
    expect(await sendBytes(served.endpoint, none)).toMatch(/^HTTP\/1.1 4(00|21)/);
  });
});

describe("web pages", () => {
  test.each([
    "http://evil.example",
    "null",
    "https://127.0.0.1.evil.example",
    "file://",
    "http://127.0.0.1:1",
    "http://localhost:3000",
    "http://lambdeck.localhost:3210",
  ])("the origin %s is refused", async (origin) => {
    const reply = await list({ origin });
    expect(reply.status).toBe(403);
    expect(reply.headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("its own origin passes, without any permission to read the answer", async () => {
    const reply = await list({ origin: served.endpoint });
    expect(reply.status).toBe(200);
    const permissions = Object.keys(reply.headers).filter((name) =>
      name.startsWith("access-control"),
    );
    expect(permissions).toEqual([]);
  });

  test("a preflight is refused, also of a loopback origin", async () => {
    const headers = { origin: "http://localhost:9", "access-control-request-method": "POST" };
    const reply = await list(headers, "OPTIONS");
    expect(reply.status).toBe(403);
    expect(reply.headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("a request of another site or port is refused even without an Origin", async () => {
    expect((await list({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await list({ "sec-fetch-site": "same-site" })).status).toBe(403);
    expect((await list({ "sec-fetch-site": "none" })).status).toBe(200);
  });
});

describe("odd requests", () => {
  test("an absolute target of another host is refused", async () => {
    const text =
      "GET http://evil.example/2015-03-31/functions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    expect(await sendBytes(served.endpoint, text)).toMatch(/^HTTP\/1.1 400/);
  });

  test("an upgrade is closed without an answer", async () => {
    const text =
      "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    expect(await sendBytes(served.endpoint, text)).toBe("");
  });

  test("a tunnel is closed without an answer", async () => {
    const text = "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n";
    expect(await sendBytes(served.endpoint, text)).toBe("");
  });
});

test("the health page says it is well", async () => {
  const reply = await sendRaw(served.endpoint, { path: "/_lambdeck/health" });
  expect(reply.status).toBe(200);
  expect(JSON.parse(reply.body)).toEqual({ status: "ok", version: "test" });
  expect((await sendRaw(served.endpoint, { path: "/_lambdeck/other" })).status).toBe(404);
});
