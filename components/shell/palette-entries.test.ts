import { expect, test } from "vitest";
import { choosePaletteEntries, type PaletteEntry } from "./palette-entries";

const entry = (
  group: PaletteEntry["group"],
  label: string,
  goToPage?: (page: string) => void,
): PaletteEntry => ({
  id: `${group} ${label}`,
  group,
  label,
  icon: () => null,
  run: () => {},
  goToPage,
});
const opened: string[] = [];
const entries = [
  entry("Functions", "checkout-api", (page) => opened.push(page)),
  entry("Functions", "image-resizer", (page) => opened.push(page)),
  entry("Go to", "Activity"),
  entry("Commands", "Refresh now"),
  entry("Connections", "acme-prod"),
];
const found = (text: string) =>
  choosePaletteEntries(entries, text).groups.map(([group, members]) => [
    group,
    ...members.map(({ label }) => label),
  ]);

test("a function, and the pages one wants most", () => {
  expect(found("check")).toEqual([
    ["Functions", "checkout-api"],
    ["Go to", "checkout-api test", "checkout-api logs"],
  ]);
});

test("a page of a function by its first letters", () => {
  expect(found("check conf")).toEqual([["Go to", "checkout-api configuration"]]);
  choosePaletteEntries(entries, "check conf").groups[0]?.[1][0]?.run();
  expect(opened).toEqual(["configuration"]);
});

test("only commands, only connections", () => {
  expect(found(">")).toEqual([["Commands", "Refresh now"]]);
  expect(found("@ac")).toEqual([["Connections", "acme-prod"]]);
});

test("nothing", () => expect(found("zzz")).toEqual([]));
