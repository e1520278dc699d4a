import { expect, test } from "vitest";
import { readActivityView, writeActivityView } from "./search-params";

test("a view survives the address", () => {
  const text = "connection=local&function=a&outcome=failed&all=1&change=12";
  const view = readActivityView(new URLSearchParams(text));
  expect(view).toEqual({ functionName: "a", outcome: "failed", everywhere: true, changeId: 12 });
  expect(writeActivityView(new URLSearchParams("connection=local"), view).toString()).toBe(text);
});

test("nonsense is the plain page, which writes nothing", () => {
  const view = readActivityView(new URLSearchParams("outcome=x&change=-1&all=yes"));
  expect(view).toEqual({
    functionName: "",
    outcome: "all",
    everywhere: false,
    changeId: undefined,
  });
  expect(writeActivityView(new URLSearchParams("change=3&outcome=done"), view).toString()).toBe("");
});
