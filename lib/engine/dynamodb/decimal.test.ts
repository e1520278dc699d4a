import { expect, test } from "vitest";
import {
  addNumbers,
  compareNumbers,
  encodeNumber,
  normalizeNumber,
  subtractNumbers,
} from "./decimal.ts";

test("numbers are kept in plain notation with 38 digits", () => {
  const written: Record<string, string> = {
    "1": "1",
    "+01.50": "1.5",
    "-0": "0",
    ".5": "0.5",
    "1e3": "1000",
    "123E-5": "0.00123",
    "9.9999999999999999999999999999999999999E+37": "99999999999999999999999999999999999999",
    "100": "100",
  };
  for (const [text, kept] of Object.entries(written)) expect(normalizeNumber(text)).toBe(kept);
});

test("what cannot be kept exactly is refused in DynamoDB's words", () => {
  const refused: Record<string, string> = {
    "1e126":
      "Number overflow. Attempting to store a number with magnitude larger than supported range",
    "1e-131":
      "Number underflow. Attempting to store a number with magnitude smaller than supported range",
    ["1".repeat(39)]: "Attempting to store more than 38 significant digits in a Number",
    abc: "The parameter cannot be converted to a numeric value: abc",
    "": "The parameter cannot be converted to a numeric value",
    "1 2": "The parameter cannot be converted to a numeric value: 1 2",
  };
  for (const [text, words] of Object.entries(refused))
    expect(() => normalizeNumber(text)).toThrow(words);
});

test("sums are exact", () => {
  expect(addNumbers("0.1", "0.2")).toBe("0.3");
  expect(subtractNumbers("1", "1.5")).toBe("-0.5");
  expect(addNumbers("99999999999999999999999999999999999999", "-1")).toBe(
    "99999999999999999999999999999999999998",
  );
  expect(() => addNumbers("1e38", "1e-1")).toThrow("38 significant digits");
});

test("the bytes of numbers sort as the numbers do", () => {
  const sorted = [
    "-1e125",
    "-100",
    "-12",
    "-1.5",
    "-1",
    "-0.15",
    "-0.1",
    "-1e-130",
    "0",
    "1e-130",
    "0.09",
    "0.1",
    "0.11",
    "1",
    "1.05",
    "1.5",
    "9",
    "10",
    "10.01",
    "123456789012345678901234567890",
    "1e125",
  ].map(normalizeNumber);
  const shuffled = sorted.toSorted((a, b) => (a < b ? -1 : 1));
  expect(shuffled.toSorted(compareNumbers)).toEqual(sorted);
  expect(encodeNumber("1.0").equals(encodeNumber("1"))).toBe(true);
});
