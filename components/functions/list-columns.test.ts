import { expect, test } from "vitest";
import { columnsThatFit, totalWidth } from "./list-columns";

const ids = (width: number, hidden: Parameters<typeof columnsThatFit>[0] = []) =>
  columnsThatFit(hidden, width).map(({ id }) => id);

test("a wide window shows every column", () => {
  expect(ids(2000)).toHaveLength(13);
});

test("a narrow one leaves out modified, then timeout, then runtime, and no more", () => {
  const all = totalWidth(columnsThatFit([], 5000));
  expect(ids(all - 1)).not.toContain("modified");
  expect(ids(all - 1)).toContain("timeout");
  expect(ids(100)).toEqual(
    ids(2000).filter((id) => !["modified", "timeout", "runtime"].includes(id)),
  );
});

test("the name cannot be hidden", () => {
  expect(ids(2000, ["name", "cost"])).toContain("name");
  expect(ids(2000, ["name", "cost"])).not.toContain("cost");
});
