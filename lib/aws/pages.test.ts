import { expect, test, vi } from "vitest";
import { allOf, type Page } from "./pages";

const pages = (...given: Page<number>[]) => {
  let asked = 0;
  return vi.fn(async () => given[Math.min(asked++, given.length - 1)]!);
};

test("a list is read to its end, with each page's token", async () => {
  const ask = pages({ items: [1], next: "a" }, { items: [], next: "b" }, { items: [2], next: "" });
  const onEndless = vi.fn();
  expect(await allOf(ask, onEndless)).toEqual([1, 2]);
  expect(ask.mock.calls).toEqual([[undefined], ["a"], ["b"]]);
  expect(onEndless).not.toHaveBeenCalled();
});

test("a token that comes again ends it", async () => {
  const ask = pages({ items: [1], next: "a" }, { items: [2], next: "a" });
  const onEndless = vi.fn();
  expect(await allOf(ask, onEndless)).toEqual([1, 2]);
  expect(onEndless).toHaveBeenCalledOnce();
});

test("empty pages without end are left after a while", async () => {
  let made = 0;
  const ask = vi.fn(async () => ({ items: undefined, next: String((made += 1)) }));
  const onEndless = vi.fn();
  expect(await allOf(ask, onEndless)).toEqual([]);
  expect(ask).toHaveBeenCalledTimes(20);
  expect(onEndless).toHaveBeenCalledOnce();
});
