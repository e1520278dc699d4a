import { expect, it } from "vitest";
import { firstLoadForm, loadFieldProblem, loadFields, loadOf, loadPresets } from "./load-form";
import { loadSchema } from "./load-schema";

const call = { payload: "{}" };

it("every kind and every preset is a load that the server takes", () => {
  for (const kind of ["calls", "callers", "steady", "ramp", "burst", "wave"] as const) {
    const load = loadOf({ ...firstLoadForm, kind }, call);
    expect(loadSchema.parse(load)).toEqual(load);
  }
  for (const { form } of loadPresets)
    expect(loadSchema.safeParse(loadOf({ ...firstLoadForm, ...form }, call)).success).toBe(true);
});

it("a wrong field of the kind stops it and says the range; those of other kinds do not count", () => {
  const form = { ...firstLoadForm, callers: 5_000, ratePerSecond: Number.NaN };
  expect(loadFieldProblem(form, "callers")).toBe("It must be a whole number from 1 to 1,000.");
  expect(loadFields("calls")).toContain("callers");
  expect(loadOf(form, call)).toBeUndefined();
  expect(loadOf({ ...form, callers: 5 }, call)?.traffic).toMatchObject({ callers: 5 });
  expect(loadOf({ ...form, callers: 5, kind: "steady" }, call)).toBeUndefined();
});

it("without a stop at errors it goes on whatever comes", () => {
  const form = { ...firstLoadForm, stopsAtErrors: false, stopAtErrorPercent: Number.NaN };
  expect(loadOf(form, call)?.stopAtErrorPercent).toBeNull();
});
