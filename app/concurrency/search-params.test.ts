import { expect, test } from "vitest";
import { readBoardView, writeBoardView } from "./search-params";

test("a view survives the address", () => {
  const text =
    "connection=local&view=timeline&window=7d&factor=1.4&spike=burst&sort=cost&scale=common&function=a";
  const view = readBoardView(new URLSearchParams(text));
  expect(view).toEqual({
    tab: "timeline",
    window: "7d",
    factor: 1.4,
    spike: "burst",
    sort: "cost",
    scale: "common",
    functionName: "a",
  });
  expect(writeBoardView(new URLSearchParams("connection=local"), view).toString()).toBe(text);
});

test("nonsense is the plain board, which writes nothing", () => {
  const view = readBoardView(new URLSearchParams("view=x&window=1y&factor=99&spike=&function="));
  expect(view).toMatchObject({ tab: "lanes", window: "24h", factor: 1, spike: "none" });
  expect(writeBoardView(new URLSearchParams("factor=3&view=table"), view).toString()).toBe("");
});
