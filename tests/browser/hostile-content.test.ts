import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { createFunction, invoke } from "@/tests/program/create-function";
import { launchBrowser } from "./launch-browser";
import { engineClients, expectSoon } from "./open-browser";

// The real pages with what others may put into them, and other programs' pages beside them.

const markup = `<img src=x onerror="window.theirs=1"><script>window.theirs=2</script>"'>`;
const name = "hostile";
let browser: Browser;
let page: Page;
let foreign: Server;
let foreignPort: number;
let violations: string[];

beforeAll(async () => {
  const { lambda } = engineClients();
  await createFunction(
    lambda,
    name,
    `exports.handler = async () => {
      console.log(${JSON.stringify(markup)});
      console.log("\\u001b[31mred\\u001b[0m javascript:window.theirs=3 http://evil.example/\\u202egnp.exe");
      return ${JSON.stringify({ markup })};
    };`,
    {
      Description: markup,
      // AWS takes no angle brackets in tags, but this.
      Tags: { link: "javascript:window.theirs=4" },
      Environment: { Variables: { MARKUP: markup } },
    },
  );
  await invoke(lambda, name);
  foreign = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end("<!doctype html><title>foreign</title><body></body>");
  }).listen(0, "127.0.0.1");
  await once(foreign, "listening");
  const address = foreign.address();
  foreignPort = typeof address === "object" && address ? address.port : 0;
  browser = await launchBrowser("--host-resolver-rules=MAP evil.example 127.0.0.1");
});
afterAll(async () => {
  await browser?.close();
  foreign?.closeAllConnections();
  foreign?.close();
});
beforeEach(async () => {
  await page?.context().close();
  const context = await browser.newContext();
  page = await context.newPage();
  violations = [];
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text());
  });
  await page.goto(inject("program").link);
  await page.getByRole("link", { name, exact: true }).waitFor();
});

const theirs = () => page.evaluate(() => Reflect.get(window, "theirs"));

test("markup in descriptions, variables, answers and logs is text, and the policy has nothing to refuse", async () => {
  for (const [path, seen] of [
    ["configuration", ""],
    ["logs?view=lines", "onerror"],
    ["test", ""],
    ["code", "onerror"],
    ["", ""],
    ["versions", ""],
  ] as const) {
    await page.goto(`${inject("program").home}/functions/${name}/${path}`);
    await page.getByRole("heading", { name, exact: true }).waitFor();
    if (seen) await expectSoon(() => page.locator("main").textContent()).toContain(seen);
    expect(await theirs()).toBeUndefined();
  }
  await page.goto(`${inject("program").home}/functions/${name}/configuration`);
  await expectSoon(() => page.getByLabel("Description").inputValue()).toBe(markup);
  await page.getByRole("button", { name: "Show values" }).click();
  await expectSoon(() => page.getByLabel("Value of MARKUP").inputValue()).toBe(markup);

  await page.goto(`${inject("program").home}/functions/${name}/test`);
  await page.getByRole("button", { name: "Invoke" }).click();
  await expectSoon(() => page.getByRole("region", { name: "Response" }).textContent()).toContain(
    "onerror",
  );
  expect(await page.locator("main a[href^='javascript:']").count()).toBe(0);
  expect(await theirs()).toBeUndefined();
  expect(violations).toEqual([]);
});

test("the address of a page cannot bring markup in", async () => {
  const { home } = inject("program");
  for (const path of [
    `/functions?text=${encodeURIComponent(markup)}`,
    `/functions/${encodeURIComponent("<script>window.theirs=1</script>")}`,
    `/activity?function=${encodeURIComponent(markup)}`,
    `/logs?group=${encodeURIComponent(markup)}&filter=${encodeURIComponent(markup)}`,
  ]) {
    await page.goto(home + path);
    await page.locator("main").waitFor();
    expect(await theirs()).toBeUndefined();
  }
  expect(violations).toEqual([]);
});

test("a script put into the running page is stopped by the policy", async () => {
  await page.evaluate(() => {
    document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.theirs = 6'>");
  });
  await expectSoon(() => violations.length).toBeGreaterThan(0);
  expect(await theirs()).toBeUndefined();
});

test("another program's page reads nothing, changes nothing and frames nothing", async () => {
  const { home } = inject("program");
  const { lambda } = engineClients();
  const description = async () =>
    (await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }))).Description;
  const before = await description();
  await page.goto(`http://127.0.0.1:${foreignPort}/`);
  const outcome = await page.evaluate(
    async ({ address, functionName }) => {
      const target = `${address}/api/functions/${functionName}/configuration`;
      const body = JSON.stringify({ edit: { description: "stolen" } });
      const readable = async (request: Promise<Response>) => {
        try {
          return (await (await request).text()).length > 0;
        } catch {
          return false;
        }
      };
      const event = (element: EventTarget, good: string) =>
        new Promise<boolean>((resolve) => {
          element.addEventListener(good, () => resolve(true));
          element.addEventListener("error", () => resolve(false));
        });
      const image = new Image();
      const loaded = event(image, "load");
      image.src = `${address}/icon.svg`;
      const source = new EventSource(`${address}/api/logs/follow?group=x`, {
        withCredentials: true,
      });
      const opened = event(source, "open");
      return {
        read: await readable(fetch(`${address}/api/functions`, { credentials: "include" })),
        write: await readable(
          fetch(target, {
            method: "PATCH",
            credentials: "include",
            headers: { "content-type": "application/json", "x-lambdeck": "1" },
            body,
          }),
        ),
        blindWrite: await readable(
          fetch(target, { method: "POST", mode: "no-cors", credentials: "include", body }),
        ),
        image: await loaded,
        stream: await opened,
      };
    },
    { address: home, functionName: name },
  );
  expect(outcome).toEqual({
    read: false,
    write: false,
    blindWrite: false,
    image: false,
    stream: false,
  });
  expect(await description()).toBe(before);

  await page.evaluate(
    (address) =>
      new Promise((resolve) => {
        const frame = document.createElement("iframe");
        frame.onload = resolve;
        frame.src = `${address}/functions`;
        document.body.append(frame);
      }),
    home,
  );
  for (const frame of page.frames().slice(1))
    expect(await frame.content()).not.toContain("greeter");
});

test("a foreign name that leads here is turned away", async () => {
  const port = new URL(inject("program").home).port;
  const answer = await page.goto(`http://evil.example:${port}/functions`);
  expect(answer?.status()).toBe(421);
  expect(await page.content()).not.toContain("greeter");
});
