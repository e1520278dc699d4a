import { createServer, type Server } from "node:http";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createGate } from "@/lib/server/gate";
import { listen } from "@/lib/server/start-dashboard";
import { launchBrowser } from "./launch-browser";

// What other programs on this computer and other sites can do to a signed-in browser. The pages behind
// the gate are a stand-in that notes what reaches it.

const port = 4357;
const otherPort = 4358;
const token = "token-of-this-start-0123456789";
const main = `http://lambdeck.localhost:${port}`;
const alias = `http://127.0.0.1:${port}`;
const other = `http://127.0.0.1:${otherPort}`;

let gate: Server;
let foreign: Server;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let reached: string[];
/** What the gate answered, also to frames whose traffic the browser's tools may miss. */
let answered: { line: string; status: number }[];
/** What the stand-in's page holds; a real page holds names, tags and log lines from outside. */
let inside = "";

beforeAll(async () => {
  const listener = createGate({ port, token }, (request, response) => {
    if (request.url !== "/favicon.ico") reached.push(`${request.method} ${request.url}`);
    const policy = String(request.headers["content-security-policy"]);
    const nonce = /'nonce-([^']+)'/.exec(policy)![1];
    response.setHeader("content-type", "text/html");
    response.end(
      `<!doctype html><title>inside</title><script nonce="${nonce}">window.ours = true</script><main>inside ${inside}</main>`,
    );
  });
  gate = await listen((request, response) => {
    response.on("finish", () =>
      answered.push({ line: `${request.method} ${request.url}`, status: response.statusCode }),
    );
    listener(request, response);
  }, port);
  foreign = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end("<!doctype html><title>foreign</title><body></body>");
  }).listen(otherPort, "127.0.0.1");
  browser = await launchBrowser("--host-resolver-rules=MAP evil.example 127.0.0.1");
});

afterAll(async () => {
  await browser?.close();
  for (const server of [gate, foreign]) {
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  }
});

beforeEach(async () => {
  await context?.close();
  context = await browser.newContext();
  page = await context.newPage();
  reached = [];
  answered = [];
  inside = "";
});

async function signIn(address = main): Promise<void> {
  await page.goto(`${address}/login#t=${token}`);
  await page.waitForURL(`${main}/functions`);
}

/** Signed in on 127.0.0.1, the weaker place, where cookies go to every port. */
async function signInStaying(): Promise<void> {
  await context.addCookies([{ name: "lambdeck-stay", value: "1", url: alias }]);
  await page.goto(`${alias}/login#t=${token}`);
  await page.waitForURL(`${alias}/functions`);
  reached = [];
}

describe("signing in", () => {
  test("leaves neither token nor cookie where a script could read them", async () => {
    await signIn();
    expect(await page.title()).toBe("inside");
    expect(page.url()).not.toContain(token);
    expect(await page.evaluate(() => document.cookie)).toBe("");
    await page.goBack().catch(() => null);
    expect(page.url()).not.toContain(token);
  });

  test("starts at 127.0.0.1 and ends under the dashboard's own name", async () => {
    await signIn(alias);
    const cookies = await context.cookies();
    expect(cookies.map(({ name, domain }) => [name, domain])).toEqual([
      [`lambdeck-${port}`, "lambdeck.localhost"],
    ]);
  });

  test("works for a second browser with the same address", async () => {
    await signIn();
    const second = await browser.newContext();
    const secondPage = await second.newPage();
    await secondPage.goto(`${main}/login#t=${token}`);
    await secondPage.waitForURL(`${main}/functions`);
    await second.close();
  });

  test("with a wrong token says so and takes the right one", async () => {
    await page.goto(`${main}/login#t=wrong`);
    await page.getByText("not valid any more").waitFor();
    await page.getByLabel("Access token").fill(token);
    await page.getByRole("button", { name: "Open" }).click();
    await page.waitForURL(`${main}/functions`);
  });

  test("a link from another site is one click away", async () => {
    await signIn();
    await page.goto(other);
    await page.evaluate((address) => {
      document.body.innerHTML = `<a href="${address}/functions">go</a>`;
    }, main);
    await page.getByText("go").click();
    await page.getByRole("link", { name: "Open this page" }).click();
    await page.waitForFunction(() => document.title === "inside");
  });
});

describe("another program's page on another port", () => {
  test("reads and writes nothing, though the browser sends it our cookie", async () => {
    await signInStaying();
    await page.goto(other);
    await page.evaluate(async (address) => {
      const tries = [
        fetch(`${address}/api/functions`, { credentials: "include" }),
        fetch(`${address}/api/functions`, { mode: "no-cors", credentials: "include" }),
        fetch(`${address}/api/x`, {
          method: "POST",
          mode: "no-cors",
          body: "{}",
          credentials: "include",
        }),
        fetch(`${address}/api/x`, {
          method: "POST",
          credentials: "include",
          headers: { "content-type": "application/json", "x-lambdeck": "1" },
          body: "{}",
        }),
        fetch(`${address}/api/session`, { method: "POST", mode: "no-cors", body: "{}" }),
        new Promise((resolve) => {
          const source = new EventSource(`${address}/api/logs/follow`, { withCredentials: true });
          source.onopen = source.onerror = resolve;
        }),
        new Promise((resolve) => {
          const image = new Image();
          image.onload = image.onerror = resolve;
          image.src = `${address}/api/functions`;
        }),
        new Promise((resolve) => {
          const script = document.createElement("script");
          script.onload = script.onerror = resolve;
          script.src = `${address}/_next/static/chunks/main.js`;
          document.body.append(script);
        }),
      ];
      await Promise.allSettled(tries);
    }, alias);
    expect(reached).toEqual([]);
  });

  test("cannot send a form, sandboxed or not", async () => {
    await signInStaying();
    await page.goto(other);
    const posted = () => answered.filter(({ line }) => line === "POST /api/x");
    for (const [index, flags] of [
      "allow-forms allow-scripts",
      "allow-forms allow-scripts allow-same-origin",
    ].entries()) {
      await page.evaluate(
        ([address, sandbox]) => {
          const frame = document.createElement("iframe");
          frame.setAttribute("sandbox", sandbox!);
          frame.srcdoc = `<form method="post" enctype="text/plain" action="${address}/api/x"><input name="{&quot;a&quot;:" value="1}"></form><script>document.forms[0].submit()</script>`;
          document.body.append(frame);
        },
        [alias, flags],
      );
      await expect.poll(posted, { timeout: 20_000 }).toHaveLength(index + 1);
    }
    expect(posted().map(({ status }) => status)).toEqual([403, 403]);
    expect(reached).toEqual([]);
  });

  test("cannot show our page in a frame", async () => {
    await signInStaying();
    await page.goto(other);
    await page.evaluate(
      (address) =>
        new Promise((resolve) => {
          const frame = document.createElement("iframe");
          frame.onload = resolve;
          frame.src = `${address}/functions`;
          document.body.append(frame);
        }),
      alias,
    );
    expect(reached).toEqual([]);
    for (const frame of page.frames()) expect(await frame.title()).not.toBe("inside");
  });

  test("cannot open a socket", async () => {
    await signInStaying();
    await page.goto(other);
    const outcome = await page.evaluate(
      (address) =>
        new Promise((resolve) => {
          const socket = new WebSocket(`${address.replace("http", "ws")}/_next/hmr`);
          socket.onopen = () => resolve("open");
          socket.onerror = () => resolve("refused");
        }),
      alias,
    );
    expect(outcome).toBe("refused");
  });
});

test("a name that has been made to lead here is turned away", async () => {
  const answer = await page.goto(`http://evil.example:${port}/functions`);
  expect(answer?.status()).toBe(421);
  await page.goto(`http://evil.example:${port}/login#t=${token}`);
  expect(await context.cookies()).toEqual([]);
  expect(reached).toEqual([]);
});

test("markup that slipped into a page does not run, our own script does", async () => {
  inside = `<img src=x onerror="window.theirs = 1"><script>window.theirs = 2</script>
    <a id="link" href="javascript:window.theirs = 3">x</a><base href="${other}">
    <script src="${other}/evil.js"></script><object data="${other}"></object>`;
  await signIn();
  await page.locator("#link").click();
  await page.evaluate(() => {
    document.body.innerHTML += "<img src=y onerror='window.theirs = 4'>";
  });
  // Images that could not be loaded have had their error events by then.
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
  expect(await page.evaluate(() => Reflect.get(window, "ours"))).toBe(true);
  expect(await page.evaluate(() => Reflect.get(window, "theirs"))).toBeUndefined();
  expect(page.url()).toBe(`${main}/functions`);
});
