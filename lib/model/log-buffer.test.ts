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

  it("groups what it holds, also when the beginning comes later", () => {
    const id = "aaaaaaaa-0000-4000-8000-000000000001";
    const buffer = new LogBuffer();
    buffer.add([event(3, 3, `REPORT RequestId: ${id}\tDuration: 5 ms\tInit Duration: 9 ms\t`)]);
    buffer.add([event(1, 1, `START RequestId: ${id} Version: 7`), event(2, 2, "print")]);
    expect(buffer.invocations()).toMatchObject([
      { requestId: id, version: "7", cold: true, outcome: "ok" },
    ]);
    expect(buffer.invocations()[0]?.lines).toHaveLength(3);
  });

  it("holds 100,000 lines and stays quick", () => {
    const buffer = new LogBuffer();
    const begun = performance.now();
    for (let batch = 0; batch < 100; batch += 1)
      buffer.add(Array.from({ length: 1000 }, (_, i) => event(batch * 1000 + i)));
    expect(buffer.lines).toHaveLength(100_000);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });
});
