import { expect, test } from "vitest";
import { readListView, writeListView } from "./search-params";

test("a view survives the address, and foreign parameters stay", () => {
  const params = new URLSearchParams(
    "connection=local&q=api&runtime=nodejs22.x&runtime=image&tag=team%3Dshop&trouble=errors&sort=-cost",
  );
  const view = readListView(params);
  expect(view).toEqual({
    filter: {
      text: "api",
      runtimes: ["nodejs22.x", "image"],
      states: [],
      tags: ["team=shop"],
      trouble: ["errors"],
    },
    sort: { column: "cost", descending: true },
  });
  const written = writeListView(new URLSearchParams("connection=local"), view);
  written.sort();
  const expected = new URLSearchParams(params);
  expected.sort();
  expect(written.toString()).toBe(expected.toString());
});

test("nonsense is the plain list, which writes nothing", () => {
  const view = readListView(new URLSearchParams("sort=-colour&trouble=boredom"));
  expect(view.sort).toEqual({ column: "name", descending: false });
  expect(view.filter.trouble).toEqual([]);
  expect(writeListView(new URLSearchParams("range=1h"), view).toString()).toBe("range=1h");
});
