import { describe, expect, it } from "vitest";
import { aliasForm, aliasFrom, aliasProblems, trafficText } from "./alias-form";

const live = {
  name: "live",
  description: "",
  version: "3",
  routing: { version: "4", weight: 0.125 },
};

describe("aliasForm and aliasFrom", () => {
  it("give back what was put in", () => {
    expect(aliasFrom(aliasForm(live, "9"))).toEqual(live);
  });
  it("start a new alias at the given version with all traffic on it", () => {
    expect(aliasFrom({ ...aliasForm(undefined, "9"), name: "n" })).toEqual({
      name: "n",
      description: "",
      version: "9",
    });
  });
});

describe("aliasProblems", () => {
  const form = aliasForm(live, "3");
  it("accepts what is", () => {
    expect(aliasProblems(form, [])).toEqual({});
  });
  it.each([
    [{ name: "12" }, "name", /digits alone/],
    [{ name: "prod" }, "name", /already/],
    [{ version: "$LATEST" }, "secondVersion", /published/],
    [{ secondVersion: "3" }, "secondVersion", /differ/],
    [{ secondPercent: Number.NaN }, "secondPercent", /0 to 100/],
    [{ secondPercent: 101 }, "secondPercent", /0 to 100/],
  ] as const)("refuses %j", (edit, field, text) => {
    expect(aliasProblems({ ...form, ...edit }, ["prod"])[field]).toMatch(text);
  });
});

it("writes traffic in shares", () => {
  expect(trafficText(live)).toBe("v3 87.5 %, v4 12.5 %");
  expect(trafficText({ version: "$LATEST" })).toBe("$LATEST");
});
