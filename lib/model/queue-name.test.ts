import { expect, it } from "vitest";
import { queueNameProblem } from "./queue-name";

it("takes 80 characters, the suffix of FIFO queues counted", () => {
  expect(queueNameProblem("a".repeat(80))).toBeUndefined();
  expect(queueNameProblem("a".repeat(81))).toContain("80");
  expect(queueNameProblem(`${"a".repeat(75)}.fifo`)).toBeUndefined();
  expect(queueNameProblem(`${"a".repeat(76)}.fifo`)).toContain("80");
});

it("takes no other signs, and no suffix alone", () => {
  for (const name of ["", ".fifo", "a b", "a.b", "a.fifo.b"])
    expect(queueNameProblem(name)).toContain("letters, digits");
});
