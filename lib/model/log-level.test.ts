import { describe, expect, it } from "vitest";
import { hasLevel, leastLevels, patternWithLevel } from "@/lib/model/log-level";
import { parseLogLine } from "@/lib/model/log-line";

const id = "aaaaaaaa-0000-4000-8000-000000000001";

describe("levels", () => {
  it.each([
    [`2026-01-01T00:00:00.000Z\t${id}\tERROR\tbroken`, "error"],
    ['{"level":"fatal","message":"x"}', "error"],
    [`REPORT RequestId: ${id}\tDuration: 3000 ms\tStatus: timeout`, "error"],
    ["[WARNING]\t2026-01-01T00:00:00.000Z\t\tslow", "warn"],
    ["only a print", "info"],
    ['{"level":"DEBUG","message":"x"}', "all"],
  ] as const)("shows %s up to %s", (message, most) => {
    const shown = leastLevels.filter((least) => hasLevel(parseLogLine(message), least));
    expect(shown.at(-1)).toBe(most);
  });

  it("lets CloudWatch search for a level, unless there is a pattern already", () => {
    expect(patternWithLevel("", "error")).toMatch(/^\?ERROR /);
    expect(patternWithLevel("", "warn")).toContain("?WARN");
    expect(patternWithLevel("", "all")).toBe("");
    expect(patternWithLevel("order", "error")).toBe("order");
  });
});
