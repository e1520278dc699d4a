import { describe, expect, it } from "vitest";
import { diffLines } from "@/lib/model/diff-lines";

const marks = { same: " ", removed: "-", added: "+" };
const show = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => marks[kind] + text);

describe("diffLines", () => {
  it("finds what changed between equal lines", () => {
    expect(show("{\n a\n b\n c\n}", "{\n a\n x\n c\n}")).toEqual([
      " {",
      "  a",
      "- b",
      "+ x",
      "  c",
      " }",
    ]);
  });

  it("finds insertions and removals", () => {
    expect(show("a\nb", "a\nnew\nb")).toEqual([" a", "+new", " b"]);
    expect(show("a\nold\nb", "a\nb")).toEqual([" a", "-old", " b"]);
  });

  it("has nothing but equal lines for equal texts", () => {
    expect(show("a\nb", "a\nb")).toEqual([" a", " b"]);
  });

  it("gives both texts back, whatever changed", () => {
    const before = "q\nw\ne\nr\nt\ny";
    const after = "w\nq\nr\nr\ny\nz";
    const lines = diffLines(before, after);
    expect(
      lines
        .filter(({ kind }) => kind !== "added")
        .map(({ text }) => text)
        .join("\n"),
    ).toBe(before);
    expect(
      lines
        .filter(({ kind }) => kind !== "removed")
        .map(({ text }) => text)
        .join("\n"),
    ).toBe(after);
  });

  it("does not grind on huge differences", () => {
    const many = (word: string) => Array.from({ length: 5000 }, (_, i) => `${word}${i}`).join("\n");
    expect(diffLines(many("a"), many("b"))).toHaveLength(10_000);
  });
});
