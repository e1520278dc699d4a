import { expect, test } from "vitest";
import { parseCsv } from "./parse-csv.ts";

test("fields in quotes hold delimiters, quotes and ends of lines; empty lines are no rows", () => {
  const text = 'a,b\r\n"x, ""y""","1\n2"\n\n,\r\nlast,';
  expect(parseCsv(text, ",")).toEqual([
    ["a", "b"],
    ['x, "y"', "1\n2"],
    ["", ""],
    ["last", ""],
  ]);
  expect(parseCsv("a|b\n", "|")).toEqual([["a", "b"]]);
  expect(parseCsv("", ",")).toEqual([]);
});
