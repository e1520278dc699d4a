import { PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { awsError, type FakeAws, startFakeAws } from "@/tests/endpoints/fake-aws";
import { functionName, world } from "@/tests/endpoints/world";
import { createFunction } from "@/tests/program/create-function";
import { engineClients, openBrowser, type OpenBrowser, type WatchedPage } from "./open-browser";

/** Six ways in which a call ends badly: each has its own message and its own next step. */
const name = "ends-badly";
let browser: OpenBrowser;
let page: WatchedPage;
let fake: FakeAws;

beforeAll(async () => {
  const { lambda } = engineClients();
  await createFunction(
    lambda,
    name,
    `exports.handler = async (event) => {
      if (event.fail) throw new RangeError("asked to fail");
      if (event.hang) await new Promise((done) => setTimeout(done, 5_000));
    };`,
    { Timeout: 1 },
  );
  await createFunction(
    lambda,
    "fills-up",
    `exports.handler = async () => {
      for (const all = []; ; await new Promise((done) => setTimeout(done, 5)))
        all.push(Buffer.alloc(8e6, 1));
    };`,
    { Timeout: 60, MemorySize: 128 },
  );
  await createFunction(lambda, "held-back", "exports.handler = async () => 1;");
  await lambda.send(
    new PutFunctionConcurrencyCommand({
      FunctionName: "held-back",
      ReservedConcurrentExecutions: 0,
    }),
  );
  fake = await startFakeAws({
    ...world,
    "lambda.Invoke": awsError(
      403,
      "AccessDeniedException",
      "User: arn:aws:iam::999911112222:user/ada is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:999911112222:function:orders because no identity-based policy allows the lambda:InvokeFunction action",
    ),
  });
  const { home, token } = inject("program");
  await fetch(`${home.replace("lambdeck.localhost", "127.0.0.1")}/api/connections`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ name: "refuses", url: fake.endpoint, region: "us-east-1" }),
  });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await fake?.stop();
});
beforeEach(async () => {
  await page?.context().close();
  page = await browser.newPage();
});

const result = () => page.getByRole("region", { name: "Result" });
const nextStep = (label: string | RegExp) =>
  result().getByRole("group", { name: "Next steps" }).getByText(label);

/** Opens the Test page with this event in its editor, and invokes. */
async function invoke(functionOf: string, event: object, query = ""): Promise<void> {
  const connection = new URLSearchParams(query).get("connection") ?? "local";
  await page.addInitScript(
    ([key, draft]) => localStorage.setItem(key!, draft!),
    [
      `lambdeck.draft.${connection}.${functionOf}`,
      JSON.stringify({ text: JSON.stringify(event), name: "An event", edited: false }),
    ],
  );
  await page.goto(`/functions/${functionOf}/test${query}`);
  await page.getByRole("textbox", { name: "Event JSON" }).getByText("{").first().waitFor();
  await page.getByRole("button", { name: "Invoke" }).click();
}

test("a function error: type, message, stack, and the line that threw", async () => {
  await invoke(name, { fail: true });
  const error = result().getByRole("region", { name: "Error" });
  await error.getByRole("heading", { name: "RangeError" }).waitFor();
  expect(await error.textContent()).toContain("asked to fail");
  const link = nextStep(/Open index\.js, line 2/);
  expect(await link.getAttribute("href")).toContain("/code?file=index.js&line=2");
  await nextStep("See its log lines").waitFor();
});

test("a time-out: how long it may run, and the way to more", async () => {
  await invoke(name, { hang: true });
  const error = result().getByRole("region", { name: "Error" });
  await error.getByRole("heading", { name: /^Timed out after 1/ }).waitFor();
  expect(await error.textContent()).toContain("time-out of 1 s");
  await nextStep("Raise the time-out").click();
  await page.waitForURL(/configuration\?field=timeoutSeconds/);
});

test("out of memory: how much it has, and the way to more", async () => {
  await invoke("fills-up", {});
  const error = result().getByRole("region", { name: "Error" });
  await error.getByRole("heading", { name: "Out of memory" }).waitFor();
  expect(await error.textContent()).toContain("all of its 128 MB");
  await nextStep("Raise the memory").waitFor();
});

test("a throttle: its reason, and the limit", async () => {
  await invoke("held-back", {});
  await result().getByText("Throttled", { exact: true }).waitFor();
  await result()
    .getByText(/reserved concurrency is in use, or it is set to 0/)
    .waitFor();
  const link = nextStep("See the function's limit");
  expect(await link.getAttribute("href")).toContain("/functions/held-back/concurrency");
});

test("a denied permission, and then a connection that is dead", async () => {
  await invoke(functionName, {}, "?connection=endpoint:refuses");
  await result().getByText("Permission denied", { exact: true }).waitFor();
  await result().getByText("The function did not run.").waitFor();
  expect(await result().textContent()).toContain('"Action": "lambda:InvokeFunction"');
  await result().getByRole("button", { name: "Copy policy" }).waitFor();

  await fake.stop();
  await nextStep("Send it again").click();
  await result().getByText("No connection", { exact: true }).waitFor();
  await result()
    .getByText(/No answer from http/)
    .waitFor();
  await nextStep("Reconnect and send again").waitFor();
});
