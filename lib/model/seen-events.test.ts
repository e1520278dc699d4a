import { describe, expect, it } from "vitest";
import { eventKey, SeenEvents } from "@/lib/model/seen-events";

const event = (id: string, timestampMs = 1000, message = "tick") => ({
  id,
  timestampMs,
  message,
  stream: "s",
});

describe("SeenEvents", () => {
  it("drops what FilterLogEvents brings again, but not equal lines with ids of their own", () => {
    const seen = new SeenEvents();
    expect(seen.isNew(event("1"))).toBe(true);
    expect(seen.isNew(event("2"))).toBe(true);
    expect(seen.isNew(event("1"))).toBe(false);
  });

  it("matches Live Tail's events with those read before, one for one", () => {
    const seen = new SeenEvents();
    seen.isNew(event("1"));
    seen.isNew(event("2"));
    expect([1, 2, 3].map((n) => seen.isNew(event(`live ${n}`)))).toEqual([false, false, true]);
  });

  it("matches the other way when a gap is filled after Live Tail, a line break at the end or not", () => {
    const seen = new SeenEvents();
    expect(seen.isNew(event("live 1", 1000))).toBe(true);
    expect(seen.isNew(event("7", 1000, "tick\n"))).toBe(false);
    expect(seen.isNew(event("8", 1001))).toBe(true);
  });

  it("forgets events that are too old to come again", () => {
    const seen = new SeenEvents();
    seen.isNew(event("1", 1000));
    seen.forgetBefore(20_000);
    expect(seen.isNew(event("1", 1000))).toBe(true);
  });
});

describe("eventKey", () => {
  it("tells time, stream and text apart", () => {
    const keys = [
      event("1"),
      event("1", 1001),
      event("1", 1000, "tock"),
      { ...event("1"), stream: "t" },
    ].map(eventKey);
    expect(new Set(keys).size).toBe(4);
    expect(eventKey(event("live 3"))).toBe(keys[0]);
  });
});
