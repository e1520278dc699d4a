// `npm run screenshots`: takes the pictures of the README from the running program, in light and dark.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvokeCommand, LambdaClient, PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { chromium } from "playwright-core";
import { findBrowser } from "./find-browser.mjs";
import { setUp } from "./set-up.mjs";

const FOLDER = "docs/images";
const PORT = process.env.PORT ?? "3230";
const ENGINE_PORT = process.env.LAMBDECK_ENGINE_PORT ?? "3231";
const LARGEST_BYTES = 250 * 1024;
/** Charts need a few minutes of traffic to have a shape. */
const TRAFFIC_MINUTES = Number(process.env.TRAFFIC_MINUTES ?? 6);

const PICTURES = [
  {
    name: "functions",
    path: "/functions",
    ready: (page) => page.getByRole("link", { name: "thumbnails" }).first().waitFor(),
  },
  {
    name: "overview",
    path: "/functions/orders-api?range=15m",
    ready: (page) => page.locator(".chart-grid .recharts-surface").nth(5).waitFor(),
  },
  { name: "test", path: "/functions/orders-api/test", ready: invokeSample },
  {
    name: "concurrency",
    path: "/functions/thumbnails/concurrency?window=3h",
    ready: (page) => page.locator(".recharts-surface").first().waitFor(),
  },
  {
    name: "board",
    path: "/concurrency?window=3h&factor=1.4",
    ready: (page) => page.getByRole("slider").nth(4).waitFor(),
  },
  {
    name: "logs",
    path: "/functions/flaky-payments/logs",
    ready: (page) => page.getByRole("row").nth(8).waitFor(),
  },
];

await setUp();
const homeDir = mkdtempSync(join(tmpdir(), "lambdeck-pictures-"));
const program = spawn(
  process.execPath,
  ["bin/lambdeck.mjs", "start", "--port", PORT, "--engine-port", ENGINE_PORT, "--home", homeDir],
  { stdio: ["ignore", "pipe", "inherit"] },
);
let output = "";
program.stdout.on("data", (chunk) => (output += chunk));
try {
  const link = await printed(/Dashboard\s+(\S+)/);
  await printed(/installed \d+ sample/);
  await makeTraffic(`http://127.0.0.1:${ENGINE_PORT}`);
  mkdirSync(FOLDER, { recursive: true });
  for (const theme of ["light", "dark"]) await takePictures(link, theme);
} finally {
  program.kill("SIGTERM");
  await new Promise((resolve) => program.once("exit", resolve));
  rmSync(homeDir, { recursive: true, force: true });
}

/** Waits until the program has printed the pattern and gives its first group. */
function printed(pattern) {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = pattern.exec(output);
      if (found) resolve(found[1]);
    };
    program.stdout.on("data", look);
    program.once("exit", () => reject(new Error(`the program ended before it said ${pattern}`)));
    look();
  });
}

/** Waves of calls on top of the demo traffic, a reservation, and a few throttles. */
async function makeTraffic(endpoint) {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const lambda = new LambdaClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  const call = (name, event) =>
    lambda
      .send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }))
      .catch(() => undefined);
  await lambda.send(
    new PutFunctionConcurrencyCommand({
      FunctionName: "thumbnails",
      ReservedConcurrentExecutions: 4,
    }),
  );
  console.log(`lambdeck: making traffic for ${TRAFFIC_MINUTES} minutes`);
  const endMs = Date.now() + TRAFFIC_MINUTES * 60_000;
  for (let wave = 0; Date.now() < endMs; wave += 1) {
    const strength = Math.round(3 + 3 * Math.sin(wave / 9));
    await Promise.all([
      ...repeat(strength, () =>
        call("orders-api", { rawPath: "/catalogue", requestContext: { http: { method: "GET" } } }),
      ),
      ...repeat(strength, () => call("hello", { name: "Ada" })),
      ...repeat(Math.ceil(strength / 2), () =>
        call("flaky-payments", { card: "4242424242424242", amountCents: 1999, currency: "EUR" }),
      ),
      ...repeat(strength > 5 ? 6 : 1, () =>
        call("thumbnails", { paint: { width: 640, height: 480 }, width: 160 }),
      ),
      pause(2_000),
    ]);
  }
}

async function takePictures(link, colorScheme) {
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  const context = await browser.newContext({
    colorScheme,
    reducedMotion: "reduce",
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  await page.goto(link);
  await page.waitForURL(/\/functions/);
  for (const { name, path, ready } of PICTURES) {
    await page.goto(new URL(path, link).href);
    await ready(page);
    await page.waitForLoadState("networkidle");
    const file = `${FOLDER}/${name}-${colorScheme}.png`;
    await page.screenshot({ path: file, animations: "disabled", caret: "hide" });
    const { size } = statSync(file);
    console.log(`${file} ${Math.round(size / 1024)} KB`);
    if (size > LARGEST_BYTES) throw new Error(`${file} is larger than 250 KB`);
  }
  await browser.close();
}

async function invokeSample(page) {
  await page.getByRole("button", { name: "Place an order", exact: true }).click();
  await page.getByRole("button", { name: "Invoke" }).click();
  await page.getByRole("region", { name: "Log", exact: true }).waitFor();
}

function repeat(count, make) {
  return Array.from({ length: count }, make);
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
