import type { BrowserContextOptions, Page } from "playwright-core";
import { expect, inject } from "vitest";
import { clientsFor } from "@/lib/engine/testing/start-engine";
import { launchBrowser } from "./launch-browser";

export interface OpenBrowser {
  /** A page of a signed-in person, in a browser context of its own. */
  newPage(options?: BrowserContextOptions): Promise<WatchedPage>;
  close(): Promise<void>;
}

export interface WatchedPage extends Page {
  /** What the page reported that nobody should see: script errors and refused content. */
  complaints: string[];
}

/** The SDK clients of the shared program's engine: another person at work on the same functions. */
export function engineClients() {
  return clientsFor(inject("program").engine);
}

/** Trades the token for the cookie as the link's page does; every page after that has it. */
export async function openBrowser(): Promise<OpenBrowser> {
  const { token, home } = inject("program");
  const browser = await launchBrowser();
  const storageState = { cookies: [await signIn(home, token)], origins: [] };
  return {
    async newPage(options = {}) {
      const context = await browser.newContext({
        baseURL: home,
        storageState,
        viewport: { width: 1440, height: 900 },
        ...options,
      });
      const complaints: string[] = [];
      const watched = await context.newPage();
      watched.on("pageerror", (error) => complaints.push(error.message));
      watched.on("console", (message) => {
        const { url } = message.location();
        if (message.type() === "error") complaints.push(`${message.text()} ${url}`);
      });
      return Object.assign(watched, { complaints });
    },
    close: () => browser.close(),
  };
}

/** The session's cookie. Node.js may not know the name `lambdeck.localhost`, which browsers do. */
async function signIn(home: string, token: string) {
  const { hostname } = new URL(home);
  const origin = home.replace(hostname, "127.0.0.1");
  const answer = await fetch(`${origin}/api/session`, {
    method: "POST",
    headers: { origin, "content-type": "application/json", "x-lambdeck": "1" },
    body: JSON.stringify({ token }),
  });
  expect(answer.status).toBe(204);
  const [name = "", value = ""] = answer.headers.getSetCookie()[0]?.split(";")[0]?.split("=") ?? [];
  const where = { domain: hostname, path: "/", expires: -1, secure: false, httpOnly: true };
  return { name, value, sameSite: "Strict" as const, ...where };
}

/** Confirms the open dialog with its button `action` and waits until it is gone. */
export async function confirmDialog(page: Page, title: string | RegExp, action: string) {
  const dialog = page.getByRole("dialog", { name: title });
  await dialog.getByRole("button", { name: action, exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
}

/** Waits until `read` gives what matches `expected`. */
export function expectSoon<T>(read: () => Promise<T> | T) {
  return expect.poll(read, { timeout: 20_000 });
}
