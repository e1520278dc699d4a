import type { IncomingMessage, Server } from "node:http";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createGate } from "./gate";
import { gateMarkHeader, passedGate } from "./gate-mark";
import { listen } from "./start-dashboard";

const port = 4350;
const token = "right-token-of-this-start";
const main = `lambdeck.localhost:${port}`;
const origin = `http://${main}`;

let server: Server;
let reached: IncomingMessage[];
let nowMs: number;

beforeEach(async () => {
  reached = [];
  nowMs = 0;
  const gate = createGate({ port, token, now: () => nowMs }, (request, response) => {
    reached.push(request);
    request.resume();
    response.end("inside");
  });
  server = await listen(gate, port);
});

afterEach(async () => {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
});

/** Sends the very bytes and gives the status line's number, the headers and the body; 0: just closed. */
function raw(lines: string[], body = ""): Promise<{ status: number; head: string; body: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    socket.on("data", (chunk) => (text += String(chunk)));
    socket.on("error", reject);
    socket.on("close", () => {
      const [head = "", ...rest] = text.split("\r\n\r\n");
      resolve({ status: Number(head.split(" ")[1] ?? 0), head, body: rest.join("\r\n\r\n") });
    });
    socket.write(`${[...lines, "Connection: close"].join("\r\n")}\r\n\r\n${body}`);
  });
}

async function signIn(): Promise<string> {
  const body = JSON.stringify({ token });
  const { status, head } = await raw(
    [...write("POST", "/api/session"), `Content-Length: ${body.length}`],
    body,
  );
  expect(status).toBe(204);
  return /set-cookie: ([^;]+)/i.exec(head)![1]!;
}

const get = (path: string, ...headers: string[]) => [
  `GET ${path} HTTP/1.1`,
  `Host: ${main}`,
  ...headers,
];
const write = (method: string, path: string, ...headers: string[]) => [
  `${method} ${path} HTTP/1.1`,
  `Host: ${main}`,
  `Origin: ${origin}`,
  "Content-Type: application/json",
  "x-lambdeck: 1",
  ...headers,
];
const bearer = `Authorization: Bearer ${token}`;

describe("without a credential", () => {
  test.each([
    ["/"],
    ["/functions"],
    ["/functions/hello.rsc"],
    ["/functions?_rsc=1"],
    ["/_next/static/chunks/main.js"],
    ["/_next/image?url=x"],
    ["/favicon.ico"],
    ["/api/functions"],
    ["/api/functions/hello/logs/live"],
    ["/api/session"],
    ["/api/health/"],
    ["/api/health/../functions"],
    ["/login/"],
  ])("GET %s is 401 and reaches nothing", async (path) => {
    const { status, body } = await raw(get(path));
    expect(status).toBe(401);
    expect(body).not.toContain(token);
    expect(reached).toHaveLength(0);
  });

  test.each([["POST"], ["PUT"], ["PATCH"], ["DELETE"]])("%s is 401", async (method) => {
    expect((await raw(write(method, "/api/functions", "Content-Length: 0"))).status).toBe(401);
    expect(
      (await raw([`${method} /api/functions HTTP/1.1`, `Host: ${main}`, "Content-Length: 0"]))
        .status,
    ).toBe(401);
    expect(reached).toHaveLength(0);
  });

  test("health is open, to reading only", async () => {
    expect((await raw(get("/api/health"))).body).toContain("inside");
    expect((await raw(write("POST", "/api/health", "Content-Length: 0"))).status).toBe(401);
  });

  test("a person gets a page with words, not JSON", async () => {
    const { status, head, body } = await raw(get("/functions", "Accept: text/html"));
    expect(status).toBe(401);
    expect(head).toMatch(/content-type: text\/html/i);
    expect(body).toContain("npm start");
  });

  test("the address is shown back as text only", async () => {
    const { body } = await raw(get('/x"><img/src=x>', "Accept: text/html"));
    expect(body).not.toContain("<img");
  });
});

describe("the token", () => {
  test("is traded for a cookie that scripts cannot read and other sites do not send", async () => {
    const body = JSON.stringify({ token });
    const { status, head } = await raw(
      [...write("POST", "/api/session"), `Content-Length: ${body.length}`],
      body,
    );
    expect(status).toBe(204);
    const cookie = /set-cookie: (.*)/i.exec(head)![1]!;
    expect(cookie).toMatch(/^lambdeck-4350=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict/);
    expect(cookie).not.toContain(token);
    expect(reached).toHaveLength(0);
  });

  test("works again for a second browser", async () => {
    expect(await signIn()).toBe(await signIn());
  });

  test.each([
    ["wrong", JSON.stringify({ token: "wrong" })],
    ["empty", JSON.stringify({ token: "" })],
    ["missing", "{}"],
    ["not JSON", "token"],
    ["not text", JSON.stringify({ token: [token] })],
    ["much too long", JSON.stringify({ token: "x".repeat(5000) })],
  ])("that is %s gives 401 and no cookie", async (_name, body) => {
    const { status, head } = await raw(
      [...write("POST", "/api/session"), `Content-Length: ${body.length}`],
      body,
    );
    expect(status).toBe(401);
    expect(head).not.toMatch(/set-cookie/i);
  });

  test("of an earlier start is refused, as cookie too", async () => {
    const cookie = await signIn();
    const later = createGate({ port, token: "another-start-token" }, (_request, response) => {
      response.end("inside");
    });
    server.removeAllListeners("request").on("request", later);
    expect((await raw(get("/functions", `Cookie: ${cookie}`))).status).toBe(401);
    expect((await raw(get("/functions", bearer))).status).toBe(401);
    expect((await raw(get("/functions", "Authorization: Bearer another-start-token"))).status).toBe(
      200,
    );
  });

  test("cannot be guessed in bulk", async () => {
    const wrong = get("/api/functions", "Authorization: Bearer wrong");
    for (let attempt = 0; attempt < 20; attempt++) expect((await raw(wrong)).status).toBe(401);
    const limited = await raw(wrong);
    expect(limited.status).toBe(429);
    expect(limited.head).toMatch(/retry-after: 2/i);
    nowMs += 2000;
    expect((await raw(get("/api/functions", bearer))).status).toBe(200);
  });

  test.each([
    ["", 401],
    ["Bearer", 401],
    ["Bearer ", 401],
    [`Basic ${token}`, 401],
    [`Bearer ${token}`, 200],
    [`bearer ${token}`, 200],
  ])("in the header as %j is %i", async (value, status) => {
    expect((await raw(get("/api/functions", `Authorization: ${value}`))).status).toBe(status);
  });

  test("is not the cookie's value, nor the other way round", async () => {
    const cookie = await signIn();
    const value = cookie.split("=")[1]!;
    expect((await raw(get("/", `Authorization: Bearer ${value}`))).status).toBe(401);
    expect((await raw(get("/", `Cookie: lambdeck-4350=${token}`))).status).toBe(401);
    expect((await raw(get("/", `Cookie: lambdeck-4351=${value}`))).status).toBe(401);
    expect((await raw(get("/", `Cookie: a=b; ${cookie}`))).status).toBe(200);
  });
});

describe("the Host", () => {
  test.each([
    ["evil.example", 421],
    [`evil.example:${port}`, 421],
    ["lambdeck.localhost", 421],
    ["127.0.0.1", 421],
    [`127.0.0.1:${port + 1}`, 421],
    [`LAMBDECK.localhost:${port}`, 421],
    [`127.0.0.1:${port}@evil.example`, 421],
    [`[::1]:${port}`, 421],
    ["", 421],
    [main, 200],
    [`127.0.0.1:${port}`, 200],
    [`localhost:${port}`, 200],
  ])("%j is %i", async (host, status) => {
    expect((await raw(["GET /api/health HTTP/1.1", `Host: ${host}`])).status).toBe(status);
    expect((await raw(["GET /api/x HTTP/1.1", `Host: ${host}`, bearer])).status).toBe(status);
  });

  test("sent twice or not at all is 421", async () => {
    expect((await raw(get("/", bearer, `Host: ${main}`))).status).toBe(421);
    expect((await raw(get("/", bearer, "Host: evil.example"))).status).toBe(421);
    expect((await raw(["GET / HTTP/1.1", bearer])).status).toBe(421);
    expect(reached).toHaveLength(0);
  });
});

describe("the target", () => {
  test.each([
    ["http://evil.example/"],
    [`http://${main}/functions`],
    ["//evil.example/"],
    ["/\\evil.example/"],
    ["*"],
  ])("%s is 400", async (target) => {
    expect((await raw([`GET ${target} HTTP/1.1`, `Host: ${main}`, bearer])).status).toBe(400);
    expect(reached).toHaveLength(0);
  });

  test("of an upgrade or a tunnel is closed without a word", async () => {
    const cookie = await signIn();
    const upgrade = ["Upgrade: websocket", "Sec-WebSocket-Version: 13", `Cookie: ${cookie}`];
    expect((await raw(get("/", ...upgrade, "Connection: Upgrade"))).status).toBe(0);
    expect((await raw([`CONNECT evil.example:443 HTTP/1.1`, `Host: ${main}`])).status).toBe(0);
    expect(reached).toHaveLength(0);
  });

  test.each([["OPTIONS"], ["TRACE"], ["PROPFIND"]])("with %s is 405", async (method) => {
    const { status, head } = await raw([`${method} / HTTP/1.1`, `Host: ${main}`, bearer]);
    expect(status).toBe(405);
    expect(head).not.toMatch(/access-control/i);
  });
});

describe("headers that steer servers", () => {
  test.each([
    ["x-middleware-subrequest: middleware"],
    ["X-Middleware-Rewrite: /"],
    ["x-forwarded-host: evil.example"],
    ["X-Forwarded-For: 1.2.3.4"],
    ["Forwarded: host=evil.example"],
    ["Next-Action: abc"],
    ["next-resume: 1"],
    ["x-invoke-path: /"],
    ["x-matched-path: /"],
    ["x-http-method-override: DELETE"],
    ["Content-Security-Policy: script-src 'nonce-x'"],
    ["Content-Security-Policy-Report-Only: script-src 'nonce-x'"],
    ["x-nonce: x"],
    ["x-lambdeck-gate: guess"],
  ])("%s is 400", async (header) => {
    expect((await raw(get("/functions", bearer, header))).status).toBe(400);
    expect((await raw(get("/api/health", header))).status).toBe(400);
    expect(reached).toHaveLength(0);
  });

  test.each([["Origin"], ["Authorization"], ["Content-Type"]])("%s twice is 400", async (name) => {
    const value = name === "Origin" ? origin : name === "Authorization" ? `Bearer ${token}` : "a/b";
    const headers = [`${name}: ${value}`, `${name}: ${value}`];
    expect((await raw(get("/functions", ...headers))).status).toBe(400);
  });

  test("of Next's own page turns pass", async () => {
    const headers = [
      "RSC: 1",
      "Next-Router-Prefetch: 1",
      "Next-Url: /",
      "Next-Router-State-Tree: x",
    ];
    expect((await raw(get("/functions?_rsc=1", bearer, ...headers))).status).toBe(200);
  });
});

describe("a write with the cookie", () => {
  const withOrigin = (value: string | undefined, cookie: string) =>
    [
      "POST /api/functions HTTP/1.1",
      `Host: ${main}`,
      "Content-Type: application/json",
      "x-lambdeck: 1",
      `Cookie: ${cookie}`,
      "Content-Length: 2",
      value === undefined ? "" : `Origin: ${value}`,
    ].filter(Boolean);

  test.each([
    [undefined, 403],
    ["null", 403],
    ["", 403],
    [`http://127.0.0.1:${port + 1}`, 403],
    [`http://localhost:3000`, 403],
    [`https://${main}`, 403],
    ["http://lambdeck.localhost", 403],
    [`http://evil.example`, 403],
    [`http://${main}.evil.example`, 403],
    [origin, 200],
    [`http://127.0.0.1:${port}`, 200],
  ])("from Origin %s is %i", async (value, status) => {
    expect((await raw(withOrigin(value, await signIn()), "{}")).status).toBe(status);
    expect(reached).toHaveLength(status === 200 ? 1 : 0);
  });

  test.each([
    ["text/plain", 415],
    ["application/x-www-form-urlencoded", 415],
    ["multipart/form-data; boundary=x", 415],
    ["application/json, text/plain", 415],
    ["application/jsonx", 415],
    ["text/plain; application/json", 415],
    [undefined, 415],
    ["application/json", 200],
    ["application/json; charset=utf-8", 200],
  ])("as %s is %i", async (type, status) => {
    const lines = write("PUT", "/api/x", `Cookie: ${await signIn()}`, "Content-Length: 2")
      .filter((line) => !line.startsWith("Content-Type"))
      .concat(type === undefined ? [] : [`Content-Type: ${type}`]);
    expect((await raw(lines, "{}")).status).toBe(status);
  });

  test("without the page's header is 403", async () => {
    const lines = write("DELETE", "/api/x", `Cookie: ${await signIn()}`);
    expect((await raw(lines.filter((line) => !line.startsWith("x-lambdeck")))).status).toBe(403);
    expect((await raw(lines)).status).toBe(200);
  });
});

describe("a write with the bearer token", () => {
  const lines = ["POST /api/x HTTP/1.1", `Host: ${main}`, bearer, "Content-Length: 2"];

  test("needs no Origin, type or header", async () => {
    expect((await raw(lines, "{}")).status).toBe(200);
  });

  test.each([["null"], ["http://evil.example"], [`https://${main}`]])(
    "from the foreign Origin %s is 403",
    async (value) => {
      expect((await raw([...lines, `Origin: ${value}`], "{}")).status).toBe(403);
      expect((await raw(get("/api/x", bearer, `Origin: ${value}`))).status).toBe(403);
    },
  );
});

describe("the sign-in request", () => {
  const body = JSON.stringify({ token });
  const lines = (...without: string[]) =>
    [...write("POST", "/api/session"), `Content-Length: ${body.length}`].filter(
      (line) => !without.some((name) => line.startsWith(name)),
    );

  test("needs Origin, type and header like every write", async () => {
    expect((await raw(lines("Origin"), body)).status).toBe(403);
    expect((await raw([...lines("Origin"), "Origin: http://evil.example"], body)).status).toBe(403);
    expect((await raw(lines("Content-Type"), body)).status).toBe(415);
    expect((await raw(lines("x-lambdeck"), body)).status).toBe(403);
    expect((await raw(lines(), body)).status).toBe(204);
  });

  test("has its opposite", async () => {
    const cookie = await signIn();
    const { status, head } = await raw(write("DELETE", "/api/session", `Cookie: ${cookie}`));
    expect(status).toBe(204);
    expect(head).toMatch(/set-cookie: lambdeck-4350=; .*Max-Age=0/i);
  });
});

describe("Sec-Fetch-Site", () => {
  const navigate = ["Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"];

  test.each([
    [
      "an image of another port",
      "/api/x",
      ["Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: no-cors"],
    ],
    [
      "an event stream of another port",
      "/api/x",
      ["Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: cors"],
    ],
    [
      "a script of another site",
      "/_next/static/a.js",
      ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"],
    ],
    [
      "a frame of another site",
      "/functions",
      ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"],
    ],
    ["a link to data", "/api/x", ["Sec-Fetch-Site: cross-site", ...navigate]],
  ])("refuses %s even with the cookie", async (_name, path, headers) => {
    const cookie = `Cookie: ${await signIn()}`;
    expect((await raw(get(path, cookie, ...headers))).status).toBe(403);
    expect(reached).toHaveLength(0);
  });

  test.each([["same-origin"], ["none"]])("%s passes", async (site) => {
    const cookie = `Cookie: ${await signIn()}`;
    expect((await raw(get("/api/x", cookie, `Sec-Fetch-Site: ${site}`))).status).toBe(200);
  });

  test("a link from another site opens a page, or says how when the cookie stayed behind", async () => {
    const cookie = `Cookie: ${await signIn()}`;
    const link = get("/functions", "Sec-Fetch-Site: cross-site", ...navigate);
    expect((await raw([...link, cookie])).status).toBe(200);
    const { status, body } = await raw(link);
    expect(status).toBe(401);
    expect(body).toContain('<a href="/functions">');
  });
});

describe("the body", () => {
  test.each([
    ["/api/events", 8 * 1024 * 1024, 200],
    ["/api/events", 8 * 1024 * 1024 + 1, 413],
    ["/api/functions/hello/code", 70 * 1024 * 1024, 200],
    ["/api/functions/hello/code", 70 * 1024 * 1024 + 1, 413],
    ["/api/functions", 60 * 1024 * 1024, 200],
    ["/api/functions/hello/invocations", 60 * 1024 * 1024, 413],
  ])("of %s with %i bytes is %i", async (path, bytes, status) => {
    // Only the announced length counts; the answer comes before the body has to.
    const answered = await raw([...write("PUT", path, bearer), `Content-Length: ${bytes}`]);
    expect(answered.status).toBe(status);
  });

  test("without a length is 411", async () => {
    const lines = write("POST", "/api/x", bearer, "Transfer-Encoding: chunked");
    expect((await raw(lines, "2\r\n{}\r\n0\r\n\r\n")).status).toBe(411);
  });
});

describe("what passes", () => {
  test("carries a new nonce for Next and the mark that handlers ask for", async () => {
    const nonces = [];
    for (let index = 0; index < 2; index++) {
      const { head } = await raw(get("/functions", bearer));
      const sent = /content-security-policy: (.*)/i.exec(head)![1]!;
      expect(reached[index]!.headers["content-security-policy"]).toBe(sent);
      nonces.push(/'nonce-([^']+)'/.exec(sent)![1]);
    }
    expect(nonces[0]).not.toBe(nonces[1]);
    const mark = reached[0]!.headers[gateMarkHeader];
    expect(passedGate(new Headers({ [gateMarkHeader]: String(mark) }))).toBe(true);
    expect(passedGate(new Headers())).toBe(false);
    expect(passedGate(new Headers({ [gateMarkHeader]: "guess" }))).toBe(false);
  });

  test.each([
    ["a page", get("/functions", bearer)],
    ["a refusal", get("/functions")],
    ["the login page", get("/login")],
  ])("%s cannot be framed, sniffed or included", async (_name, lines) => {
    const { head } = await raw(lines);
    expect(head).toMatch(/x-content-type-options: nosniff/i);
    expect(head).toMatch(/referrer-policy: no-referrer/i);
    expect(head).toMatch(/cross-origin-opener-policy: same-origin/i);
    expect(head).toMatch(/cross-origin-resource-policy: same-origin/i);
    expect(head).toMatch(/x-frame-options: DENY/i);
    expect(head).not.toMatch(/access-control-allow/i);
  });

  test("has a policy without loopholes", async () => {
    const { head } = await raw(get("/functions", bearer));
    expect(head).toMatch(/frame-ancestors 'none'/);
    expect(head).toMatch(/object-src 'none'/);
    expect(head).toMatch(/base-uri 'none'/);
    expect(/script-src [^;]*/.exec(head)![0]).not.toMatch(/unsafe|https?:|\*/);
  });
});

describe("127.0.0.1 and localhost", () => {
  const open = (host: string, path: string, ...headers: string[]) => [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}:${port}`,
    "Accept: text/html",
    ...headers,
  ];

  test.each([["127.0.0.1"], ["localhost"]])("lead a person from %s to the name", async (host) => {
    for (const path of ["/", "/functions", "/login"]) {
      const { head, body } = await raw(open(host, path));
      expect(body).toContain(`http://${main}`);
      expect(body).toContain(`Stay on ${host}:${port}`);
      expect(head).toContain(`connect-src http://${main}`);
    }
  });

  test("serve those who chose to stay or who come with a credential", async () => {
    const stay = "Cookie: lambdeck-stay=1";
    expect((await raw(open("127.0.0.1", "/login", stay))).body).toContain("Access token");
    expect((await raw(open("127.0.0.1", "/", stay))).status).toBe(401);
    expect((await raw(open("127.0.0.1", "/", bearer))).body).toContain("inside");
    expect((await raw(open("127.0.0.1", "/", `Cookie: ${await signIn()}`))).status).toBe(200);
  });
});

test("a port in use is told in words", async () => {
  await expect(listen(() => {}, port)).rejects.toThrow(/port 4350 is in use/);
});
