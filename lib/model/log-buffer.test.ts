import { describe, expect, it } from "vitest";
import { LogBuffer } from "@/lib/model/log-buffer";

const event = (id: number, timestampMs = id, message = `line ${id}`) => ({
  id: String(id),
  timestampMs,
  stream: "s",
  message,
});
const ids = (buffer: LogBuffer) => buffer.lines.map(({ event: { id } }) => Number(id));

describe("LogBuffer", () => {
  it("takes each event once", () => {
    const buffer = new LogBuffer();
    expect(buffer.add([event(1), event(2)])).toBe(2);
    expect(buffer.add([event(2), event(3), event(3)])).toBe(1);
    expect(ids(buffer)).toEqual([1, 2, 3]);
  });

  it("puts late and older events where they belong", () => {
    const buffer = new LogBuffer();
    buffer.add([event(10), event(20)]);
    buffer.add([event(15), event(30)]);
    buffer.add([event(1), event(2)]);
    expect(ids(buffer)).toEqual([1, 2, 10, 15, 20, 30]);
  });

  it("drops the oldest beyond its capacity and counts them", () => {
    const buffer = new LogBuffer(100);
    buffer.add(Array.from({ length: 101 }, (_, i) => event(i)));
    expect(buffer.lines).toHaveLength(90);
    expect(buffer.dropped).toBe(11);
    expect(ids(buffer)[0]).toBe(11);
    expect(buffer.add([event(200)])).toBe(1);
  });

  it("takes a line that was followed and then read for one, and equal lines for several", () => {
    const buffer = new LogBuffer();
    const live = (id: number) => ({ ...event(5, 5, "tick"), id: `live ${id}` });
    expect(buffer.add([live(1), live(2)])).toBe(2);
    expect(buffer.add([event(70, 5, "tick"), event(71, 5, "tick"), event(72, 5, "tick")])).toBe(1);
    expect(buffer.lines).toHaveLength(3);
  });

  it("knows followed lines again after a long pause", () => {
    const buffer = new LogBuffer();
    buffer.add([{ ...event(5, 5, "tick"), id: "live 1" }]);
    expect(buffer.add([event(70, 5, "tick"), event(71, 3_600_000)])).toBe(1);
  });

  it("parses a line when it is looked at", () => {
    const buffer = new LogBuffer();
    buffer.add([event(1, 1, "[ERROR] broken")]);
    expect(buffer.lines[0]?.line.level).toBe("error");
  });

  it("holds 100,000 lines and stays quick", () => {
    const buffer = new LogBuffer();
    const begun = process.cpuUsage();
    for (let batch = 0; batch < 100; batch += 1)
      buffer.add(Array.from({ length: 1000 }, (_, i) => event(batch * 1000 + i)));
    expect(buffer.lines).toHaveLength(100_000);
    // Of this process alone: other programs on the machine do not lengthen it.
    expect(process.cpuUsage(begun).user / 1_000).toBeLessThan(3_000);
  });
});
