import { CreateFunctionUrlConfigCommand } from "@aws-sdk/client-lambda";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFunction } from "@/tests/program/create-function";
import {
  confirmDialog,
  engineClients,
  expectSoon,
  openBrowser,
  type OpenBrowser,
} from "./open-browser";
import { addingDrawer, chooseSource, drawerOf, nodeOf } from "./trigger-pages";

const name = "routed";
const page = `/functions/${name}/triggers`;
let browser: OpenBrowser;

beforeAll(async () => {
  const { lambda } = engineClients();
  await createFunction(
    lambda,
    name,
    `exports.handler = async ({ requestContext, pathParameters, body }) => {
      const { routeKey, httpMethod, resourcePath } = requestContext;
      const called = (routeKey ?? httpMethod + " " + resourcePath) + " " + (pathParameters?.id ?? "");
      console.log("called by", called, body ?? "");
      return { statusCode: 200, body: "This is " + called };
    };`,
  );
  // As tools make it that do not know of the second step.
  await lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName: name, AuthType: "NONE" }));
  browser = await openBrowser();
});
afterAll(() => browser?.close());

/** Sends what the drawer offers and waits for an answer that holds `text`. */
async function sendAndRead(drawer: Locator, text: string) {
  await drawer.getByRole("button", { name: "Send the request" }).click();
  await drawer.getByText(text).first().waitFor();
}

test("a public URL that nobody may call is opened with one button", async () => {
  const open = await browser.newPage();
  await open.goto(page);
  await nodeOf(open, "Function URL").click();
  const drawer = drawerOf(open, "Function URL");
  await sendAndRead(drawer, "HTTP 403");
  await drawer.getByRole("button", { name: "Let everybody in" }).click();
  await confirmDialog(open, `Let everybody call ${name}?`, "Let everybody in");
  await drawer.getByText("The function's policy lets everybody in").waitFor();
  await sendAndRead(drawer, "This is $default");
  expect(open.complaints).toEqual([]);
});

test("a route of an HTTP API is added by keyboard, called at its address, moved and moved back", async () => {
  const open = await browser.newPage();
  await open.goto(page);
  await open.getByRole("button", { name: "Add trigger" }).waitFor();
  await open.keyboard.press("n");
  await open.keyboard.type("http api");
  await open.keyboard.press("Enter");
  const adding = addingDrawer(open);
  await adding.getByLabel("Name", { exact: true }).fill("shop");
  await adding.getByLabel("Method").selectOption("GET");
  await adding.getByLabel("Path").fill("orders/{id}");
  await adding.getByText("A path begins with /, as /orders/{id}.").waitFor();
  expect(await adding.getByRole("button", { name: "Add trigger…" }).isDisabled()).toBe(true);
  await adding.getByLabel("Path").fill("/orders/{id}");
  await adding.getByRole("button", { name: "Add trigger…" }).click();
  await confirmDialog(open, `Let shop GET /orders/{id} trigger ${name}?`, "Add trigger");

  const added = drawerOf(open, "shop GET /orders/{id}");
  await added.getByLabel("Path and query").fill("/orders/7?full=1");
  await sendAndRead(added, "This is GET /orders/{id} 7");
  await added.getByLabel("Path", { exact: true }).fill("/orders");
  await added.getByRole("button", { name: "Save…" }).click();
  await confirmDialog(open, "Change the trigger shop GET /orders/{id}?", "Save");

  const moved = drawerOf(open, "shop GET /orders");
  expect(await moved.getByLabel("Path and query").inputValue()).toBe("/orders");
  const address = moved.getByRole("group", { name: "Address" }).getByRole("link");
  const visit = await browser.newPage();
  await visit.goto((await address.getAttribute("href"))!);
  expect(await visit.locator("body").innerText()).toContain("This is GET /orders");
  await open.getByRole("button", { name: "Undo" }).first().click();
  await added.getByText(/^http.*\/orders\/\{id\}$/).waitFor();
  expect(open.complaints).toEqual([]);
});

test("a method of a REST API is added, moved, called and removed", async () => {
  const open = await browser.newPage();
  await open.goto(page);
  const adding = await chooseSource(open, "REST API");
  await adding.getByLabel("Name", { exact: true }).fill("stock");
  await adding.getByLabel("Method").selectOption("POST");
  await adding.getByLabel("Path").fill("/items");
  await adding.getByRole("button", { name: "Add trigger…" }).click();
  await confirmDialog(open, `Let stock POST /items trigger ${name}?`, "Add trigger");
  const added = drawerOf(open, "stock POST /items");
  await added.getByLabel("Method").first().selectOption("GET");
  await added.getByLabel("Path", { exact: true }).fill("/items/{id}");
  await added.getByRole("button", { name: "Save…" }).click();
  await confirmDialog(open, "Change the trigger stock POST /items?", "Save");
  const moved = drawerOf(open, "stock GET /items/{id}");
  await sendAndRead(moved, "This is GET /items/{id} 1");
  await moved.getByRole("button", { name: "Remove…" }).click();
  await confirmDialog(open, "Remove the trigger stock GET /items/{id}?", "Remove trigger");
  await nodeOf(open, "stock GET /items/{id}").waitFor({ state: "hidden" });
  expect(open.complaints).toEqual([]);
});

test("a message is sent over a route of a WebSocket API and read in the function's log", async () => {
  const open = await browser.newPage();
  await open.goto(page);
  const adding = await chooseSource(open, "WebSocket API");
  await adding.getByLabel("Name", { exact: true }).fill("chat");
  await adding.getByLabel("Route", { exact: true }).fill("say");
  await adding.getByRole("button", { name: "Add trigger…" }).click();
  await confirmDialog(open, `Let chat say trigger ${name}?`, "Add trigger");
  const drawer = drawerOf(open, "chat say");
  await drawer.getByLabel("Message", { exact: true }).fill('{ "action": "say", "text": "hello" }');
  await drawer.getByRole("button", { name: "Send the message" }).click();
  const travel = drawer.getByRole("region", { name: "On its way" });
  await expectSoon(() => travel.getByLabel("Done", { exact: true }).innerText()).toBe("1");
  await travel.getByRole("link").click();
  await open
    .getByText(/called by say.*hello/)
    .first()
    .waitFor();
  expect(open.complaints).toEqual([]);
});
