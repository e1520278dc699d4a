import { AxeBuilder } from "@axe-core/playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFunction } from "@/tests/program/create-function";
import { engineClients, expectSoon, openBrowser, type OpenBrowser } from "./open-browser";
import { recordTraffic } from "./record-traffic";
import {
  CreateEventSourceMappingCommand,
  GetFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import type { Page } from "playwright-core";

let browser: OpenBrowser;
beforeAll(async () => {
  browser = await openBrowser();
  // Two settings that are none, whose handles wait beside each other.
  const { lambda, sqs } = engineClients();
  await sqs.send(new CreateQueueCommand({ QueueName: "parked" }));
  await createFunction(lambda, "parked", "exports.handler = async () => {};");
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: "parked",
      EventSourceArn: "arn:aws:sqs:us-east-1:000000000000:parked",
    }),
  );
});
afterAll(() => browser?.close());

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Each page, and by what it is recognised when its data is there. */
const pages: [path: string, ready: (page: Page) => Promise<unknown>][] = [
  ["/functions", (page) => page.getByRole("link", { name: "payments" }).first().waitFor()],
  ["/functions/greeter", (page) => page.locator(".chart-grid").waitFor()],
  [
    "/metrics?functions=greeter,payments",
    (page) => page.getByRole("region", { name: "Requests" }).waitFor(),
  ],
  ["/functions/greeter/test", (page) => page.getByText("Valid event").waitFor()],
  [
    "/functions/greeter/test?mode=burst",
    (page) => page.getByRole("button", { name: "Run" }).waitFor(),
  ],
  [
    "/functions/greeter/concurrency",
    (page) => page.getByRole("slider", { name: "Reserved concurrency" }).waitFor(),
  ],
  [
    "/functions/greeter/triggers",
    (page) => page.getByRole("button", { name: "Add trigger" }).first().waitFor(),
  ],
  ["/functions/greeter/configuration", (page) => page.getByLabel("Description").waitFor()],
  ["/functions/greeter/code", (page) => page.getByRole("navigation", { name: "Files" }).waitFor()],
  ["/functions/greeter/logs", (page) => page.getByRole("row").nth(2).waitFor()],
  ["/functions/greeter/logs?view=lines", (page) => page.getByRole("log").waitFor()],
  ["/functions/greeter/versions", (page) => page.getByRole("table").first().waitFor()],
  [
    "/concurrency?window=3h",
    (page) => page.getByRole("button", { name: /^greeter, how it was computed/ }).waitFor(),
  ],
  [
    "/concurrency?window=3h&view=table",
    (page) => page.getByRole("textbox", { name: "greeter: Reserved" }).waitFor(),
  ],
  [
    "/concurrency?window=3h&view=timeline",
    (page) => page.getByRole("region", { name: "Throttled" }).waitFor(),
  ],
  ["/triggers", (page) => page.getByRole("heading", { name: "Triggers" }).waitFor()],
  ["/activity", (page) => page.getByRole("heading", { name: "Activity" }).waitFor()],
  ["/logs", (page) => page.getByText("/aws/lambda/greeter").first().waitFor()],
];

/**
 * In both themes; the page is loaded once, and in the second only colours are looked at, since the theme is the style
 * sheet's matter alone.
 */
async function violationsOf(page: Page, within = "html"): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // Without a second page for the results: there are no frames.
    const axe = new AxeBuilder({ page }).setLegacyMode(true).include(within);
    const look = colorScheme === "light" ? axe.withTags(rules) : axe.withRules("color-contrast");
    const { violations } = await look.analyze();
    for (const { id, nodes } of violations)
      for (const { target, failureSummary } of nodes)
        found.push(`${colorScheme} ${id}: ${target.join(" ")} ${failureSummary}`);
  }
  return found;
}

/** By how much the page is wider than the window, at the widths of a small laptop and a phone. */
async function tooWide(page: Page): Promise<Record<number, number>> {
  const found: Record<number, number> = {};
  const { height } = page.viewportSize()!;
  for (const width of [1024, 390]) {
    await page.setViewportSize({ width, height });
    // Two frames: what reads the width has drawn by then.
    found[width] = await page.evaluate(
      () =>
        new Promise<number>((resolve) =>
          requestAnimationFrame(() =>
            requestAnimationFrame(() => {
              const { scrollWidth, clientWidth } = document.documentElement;
              resolve(scrollWidth - clientWidth);
            }),
          ),
        ),
    );
  }
  await page.setViewportSize({ width: 1440, height });
  return found;
}

describe("WCAG 2.2 AA, in light and dark", () => {
  let page: Page;
  beforeAll(async () => {
    page = await browser.newPage({ reducedMotion: "reduce" });
  });
  afterAll(() => page?.context().close());

  test.each(pages)("%s has no violation and is never too wide", async (path, ready) => {
    await page.goto(path);
    await ready(page);
    expect(await violationsOf(page)).toEqual([]);
    expect(await tooWide(page)).toEqual({ 1024: 0, 390: 0 });
  });

  // A dialog that was a while in coming lies on the button when it is pressed again.
  const soon = { timeout: 2_000 };
  test.each([
    ["the palette", "/functions", (at: Page) => at.keyboard.press("Control+K")],
    [
      "the connections",
      "/functions",
      (at: Page) => at.getByRole("button", { name: /^Connection: / }).click(soon),
    ],
    [
      "a new function",
      "/functions",
      (at: Page) => at.getByRole("button", { name: "New function" }).click(soon),
    ],
    [
      "deleting",
      "/functions/greeter",
      async (at: Page) => {
        await at.getByRole("button", { name: "More about this function" }).click(soon);
        await at.getByRole("menuitem", { name: "Delete function..." }).click(soon);
      },
    ],
  ] as const)("the open dialog of %s has none either", async (_what, path, open) => {
    await page.goto(path);
    await page.getByRole("button", { name: /^Connection: / }).waitFor();
    await expectSoon(async () => {
      if ((await page.getByRole("dialog").count()) === 0) await open(page);
      return page.getByRole("dialog").count();
    }).toBe(1);
    // The page behind it is hidden from everybody, and was looked at by itself.
    expect(await violationsOf(page, "[role=dialog]")).toEqual([]);
  });
});

test.each([1440, 390])("limits on traffic, at a width of %d, have no violation", async (width) => {
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    reducedMotion: "reduce",
  });
  await recordTraffic(page, "greeter", 30, 20);
  await page.goto("/functions/greeter/concurrency?factor=1.4");
  await page.getByRole("table", { name: "What each reservation covers" }).waitFor();
  await page.locator(".recharts-surface").nth(1).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.context().close();
});

test("with reduced motion nothing moves", async () => {
  const page = await browser.newPage({ reducedMotion: "reduce" });
  await page.goto("/functions/greeter/configuration");
  await page.getByLabel("Description").waitFor();
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .filter((animation) => Number(animation.effect?.getComputedTiming().duration) > 1)
      .map((animation) => (animation instanceof CSSAnimation ? animation.animationName : "other")),
  );
  expect(moving).toEqual([]);
  await page.context().close();
});

test("a setting is changed with the keyboard alone, and focus comes back", async () => {
  const name = "typed-to";
  const { lambda } = engineClients();
  await createFunction(lambda, name, "exports.handler = async () => 1;");
  const page = await browser.newPage();
  await page.goto(`/functions/${name}/configuration`);
  const memory = page.getByLabel("Memory", { exact: true });
  await memory.waitFor();
  await tabTo(page, "Memory");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("192");
  await tabTo(page, "Save…");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: `Change ${name}?` });
  await dialog.waitFor();
  // Esc takes it back; focus returns to the button, and nothing typed is lost.
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await expectSoon(() => focusedName(page)).toContain("Save…");
  expect(await memory.inputValue()).toBe("192");
  await page.keyboard.press("Enter");
  await dialog.waitFor();
  await tabTo(page, "Save change");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "hidden" });
  await expectSoon(
    async () =>
      (await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }))).MemorySize,
  ).toBe(192);
  await page.context().close();
});

/** Presses Tab until the control of this name has the focus; a visible outline shows it. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    if ((await focusedName(page)).startsWith(name)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reached ${name}`);
}

function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (!(focused instanceof HTMLElement) || focused === document.body) return "";
    const label = focused instanceof HTMLInputElement ? focused.labels?.[0]?.textContent : "";
    return (label || focused.getAttribute("aria-label") || focused.textContent || "").trim();
  });
}
