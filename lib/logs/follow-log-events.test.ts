import { describe, expect, it } from "vitest";
import { SeenEvents } from "@/lib/logs/follow-log-events";

const event = (id: string, timestampMs = 1000, message = "tick") => ({
  id,
  timestampMs,
  message,
  stream: "s",
});

describe("SeenEvents", () => {
  it("drops what FilterLogEvents brings again, but not equal lines with ids of their own", () => {
    const seen = new SeenEvents();
    expect(seen.isNew(event("1"), "read")).toBe(true);
    expect(seen.isNew(event("2"), "read")).toBe(true);
    expect(seen.isNew(event("1"), "read")).toBe(false);
  });

  it("matches Live Tail's events with those read before, one for one", () => {
    const seen = new SeenEvents();
    seen.isNew(event("1"), "read");
    seen.isNew(event("2"), "read");
    const live = event("s 1000 tick");
    expect([1, 2, 3].map(() => seen.isNew(live, "live"))).toEqual([false, false, true]);
  });

  it("matches the other way when polling takes over from Live Tail", () => {
    const seen = new SeenEvents();
    expect(seen.isNew(event("", 1000), "live")).toBe(true);
    expect(seen.isNew(event("7", 1000), "read")).toBe(false);
    expect(seen.isNew(event("8", 1001), "read")).toBe(true);
  });

  it("forgets events that are too old to come again", () => {
    const seen = new SeenEvents();
    seen.isNew(event("1", 1000), "read");
    seen.forgetBefore(2000);
    expect(seen.isNew(event("1", 1000), "read")).toBe(true);
  });
});
