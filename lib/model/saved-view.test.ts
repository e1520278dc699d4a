import { expect, test } from "vitest";
import { searchWithView, viewParams } from "./saved-view";

test("a view is what narrows in its mode, not where and when", () => {
  const search =
    "?connection=c&range=1h&view=lines&filter=ERROR&request=r-1&group=g&level=warn&query=stats&find=x&error=e";
  expect(viewParams(search, "lines")).toBe("filter=ERROR&level=warn");
  expect(viewParams(search, "insights")).toBe("query=stats");
  expect(viewParams(search, "errors")).toBe("find=x");
  expect(viewParams("?connection=c&view=lines", "lines")).toBe("");
});

test("showing a view replaces what was narrowed, and keeps where and when", () => {
  const search = searchWithView(
    "?connection=c&range=1h&group=g&view=lines&filter=x&request=r-1&only=cold",
    {
      mode: "insights",
      params: "query=stats+count(*)&connection=evil",
    },
  );
  expect(Object.fromEntries(new URLSearchParams(search))).toEqual({
    connection: "c",
    range: "1h",
    group: "g",
    view: "insights",
    query: "stats count(*)",
  });
  expect(searchWithView("?view=lines", { mode: "invocations", params: "only=errors" })).toBe(
    "only=errors",
  );
});
