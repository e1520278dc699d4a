import { expect, test } from "vitest";
import { bestMatches, wordsIn } from "./match-words";

const names = ["image-resizer", "checkout-api", "results", "presets", "res"];
const best = (query: string, limit = 10) => bestMatches(names, query, (name) => name, limit);

test("names that start with the word come first, then parts, then the rest", () => {
  expect(best("res")).toEqual(["res", "results", "image-resizer", "presets"]);
});

test("every word must be there, in any order and case", () => {
  expect(best("RESIZER image")).toEqual(["image-resizer"]);
  expect(best("res nothing")).toEqual([]);
});

test("an empty search is the list as it stands", () => {
  expect(best("  ", 2)).toEqual(["image-resizer", "checkout-api"]);
  expect(wordsIn(" A  b ")).toEqual(["a", "b"]);
});
