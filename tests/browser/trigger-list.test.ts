import {
  CreateEventSourceMappingCommand,
  PutFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFunction } from "@/tests/program/create-function";
import {
  confirmDialog,
  engineClients,
  expectSoon,
  openBrowser,
  type OpenBrowser,
} from "./open-browser";
import { addingDrawer, arnOf, chooseSource, drawerOf, nodeOf } from "./trigger-pages";

const name = "let-go";
const url = `/functions/${name}/triggers`;
let browser: OpenBrowser;

beforeAll(async () => {
  const { lambda, sqs } = engineClients();
  await createFunction(lambda, name, "exports.handler = async () => ({ batchItemFailures: [] });");
  for (const QueueName of ["let-go-a", "let-go-b"]) {
    await sqs.send(new CreateQueueCommand({ QueueName }));
    await lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: name,
        EventSourceArn: arnOf("sqs", QueueName),
      }),
    );
  }
  browser = await openBrowser();
});
afterAll(() => browser?.close());

const focused = (page: Page) =>
  page.evaluate(() => {
    const { ariaLabel, textContent } = document.activeElement ?? {};
    return ariaLabel ?? textContent;
  });

async function remove(page: Page, queue: string) {
  await drawerOf(page, queue).getByRole("button", { name: "Remove…" }).press("Enter");
  await confirmDialog(page, `Remove the trigger ${queue}?`, "Remove trigger");
  await page.getByText(`Trigger ${queue} removed`).waitFor();
  await nodeOf(page, queue).waitFor({ state: "hidden" });
}

test("where a trigger is removed the focus goes to the one in its place, then to what adds one", async () => {
  const page = await browser.newPage();
  await page.goto(url);
  await nodeOf(page, "let-go-a").press("Enter");
  await remove(page, "let-go-a");
  await expectSoon(() => focused(page)).toMatch(/^let-go-b,/);
  await page.keyboard.press("Enter");
  await remove(page, "let-go-b");
  await expectSoon(() => focused(page)).toMatch(/^Add trigger/);
  expect(page.complaints).toEqual([]);
});

test("a function that has destinations alone gets its first trigger from the page", async () => {
  await createFunction(engineClients().lambda, "only-sends", "exports.handler = async () => 1;");
  await engineClients().lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: "only-sends",
      DestinationConfig: { OnFailure: { Destination: arnOf("sqs", "let-go-a") } },
    }),
  );
  const page = await browser.newPage();
  await page.goto("/functions/only-sends/triggers");
  await nodeOf(page, "let-go-a").waitFor();
  await page.getByRole("button", { name: "Add trigger" }).click();
  await addingDrawer(page).waitFor();
  expect(page.complaints).toEqual([]);
});

test("a form says what is added", async () => {
  const page = await browser.newPage();
  await page.goto(url);
  const adding = await chooseSource(page, "Function URL");
  await adding.getByText("Function URL", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Other sources" }).click();
  await adding.getByRole("option", { name: "SQS queue", exact: true }).click();
  await addingDrawer(page).getByText("SQS queue", { exact: true }).waitFor();
  expect(page.complaints).toEqual([]);
});

test("what could not be read is not taken for nothing", async () => {
  const page = await browser.newPage();
  const problem = {
    kind: "unreachable",
    title: "Could not list the event source mappings",
    detail: "No answer.",
  };
  const nothing = { triggers: [], destinations: [], mentions: [], unreadAliases: [] };
  const triggers = `**/api/functions/${name}/triggers?*`;
  await page.route(triggers, (route) =>
    route.fulfill({ json: { ...nothing, problems: [problem] } }),
  );
  await page.goto(url);
  await page.getByText("No trigger was found").waitFor();
  await page.unroute(triggers);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("Nothing calls this function by itself").waitFor();

  const all = "**/api/triggers?*";
  const answer = { triggers: [], problems: [problem], partial: [] };
  await page.route(all, (route) => route.fulfill({ body: `${JSON.stringify(answer)}\n` }));
  await page.goto("/triggers");
  await page.getByText("No trigger was found").waitFor();
  expect(page.complaints).toEqual([]);
});
