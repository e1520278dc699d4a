import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { Page } from "playwright-core";
import { engineClients } from "./open-browser";

/** An ARN of the shared program's engine. */
export function arnOf(service: string, rest: string): string {
  return `arn:aws:${service}:us-east-1:000000000000:${rest}`;
}

/** Opens the form of a new trigger. */
export async function chooseSource(page: Page, source: string) {
  await page.getByRole("button", { name: "Add trigger" }).first().click();
  const adding = addingDrawer(page);
  await adding.getByRole("option", { name: source, exact: true }).click();
  return adding;
}

export function addingDrawer(page: Page) {
  return page.getByRole("complementary", { name: "Add trigger" });
}

/** The drawer of a trigger, by the name that the page gives it. */
export function drawerOf(page: Page, name: string) {
  return page.getByRole("complementary", { name: `Trigger ${name}`, exact: true });
}

/** A source or a destination on the map, by the beginning of what it says. */
export function nodeOf(page: Page, name: string) {
  return page
    .getByRole("group", { name: "Map of triggers" })
    .getByRole("button", { name: new RegExp(`^${name.replaceAll(/[$/{}]/g, "\\$&")},`) });
}

/** What a function has logged of lines with a word. */
export async function loggedBy(functionName: string, word: string): Promise<string> {
  const { events = [] } = await engineClients().logs.send(
    new FilterLogEventsCommand({
      logGroupName: `/aws/lambda/${functionName}`,
      filterPattern: word,
    }),
  );
  return events.map(({ message }) => message).join("");
}
