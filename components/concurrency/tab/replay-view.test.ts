import { describe, expect, it } from "vitest";
import { readReplayView, replayedLabel, writeReplayView } from "./replay-view";

describe("the replay in the address", () => {
  it("comes back as it was written, beside what else stands there", () => {
    const written = writeReplayView(new URLSearchParams("connection=local"), {
      window: "7d",
      factor: 1.4,
    });
    expect(written.get("connection")).toBe("local");
    expect(readReplayView(written)).toEqual({ window: "7d", factor: 1.4 });
  });

  it("is a day as it was, where the address says nothing or nonsense", () => {
    for (const text of ["", "window=1y&factor=x", "factor=1000"])
      expect(readReplayView(new URLSearchParams(text))).toEqual({ window: "24h", factor: 1 });
  });

  it("is named with its factor", () => {
    expect(replayedLabel(7 * 86_400, 1.4)).toBe("7\u2009d at \u00d71.4");
    expect(replayedLabel(86_400, 1)).toBe("24\u2009h");
  });
});
