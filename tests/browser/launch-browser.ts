import { type Browser, chromium } from "playwright-core";
import { findBrowser } from "@/bin/find-browser.mjs";

/** The system's Chromium without a window, keeping to itself. Throws when there is none. */
export async function launchBrowser(...args: string[]): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error("no browser found; name one in LAMBDECK_BROWSER");
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      ...args,
    ],
  });
}
