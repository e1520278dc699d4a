import { describe, expect, it } from "vitest";
import { weekdays } from "@/lib/model/timetable";
import { fitDemand } from "./fit-demand";
import { playDemand } from "./play-demand";
import { replayedFunction } from "./testing/record-traffic";
import { timetableOf } from "./timetable";

/** Monday. */
const startMs = Date.UTC(2026, 10, 16);

/** So many at work in every minute of an hour. */
function playedOf(hours: number, atWork: (hour: number) => number) {
  const minutes = Array.from({ length: hours * 60 }, (_, minute) =>
    atWork(Math.floor(minute / 60)),
  );
  const traffic = {
    name: "f",
    invocations: Float32Array.from(minutes, (count) => count * 60),
    throttles: new Float32Array(minutes.length),
    busySeconds: Float32Array.from(minutes, (count) => count * 60),
    concurrency: Float32Array.from(minutes),
    duration: null,
    init: null,
  };
  const options = { factor: 1, spike: "none" as const, idleTimeoutSeconds: 600 };
  return playDemand(fitDemand(traffic, replayedFunction()), options);
}

const officeHours = (hour: number) => hour % 24 >= 8 && hour % 24 < 18 && hour < 5 * 24;

describe("timetableOf", () => {
  const played = playedOf(7 * 24, (hour) => (officeHours(hour) ? 12 : 1));

  it("keeps provisioned what each hour of the week needs, and says that it pays", () => {
    const table = timetableOf(played, 12, startMs, "UTC")!;
    expect(table.hours[8]).toBe(12);
    expect(table.hours[7]).toBe(3);
    expect(table.hours[5 * 24 + 12]).toBe(3);
    expect(table.monthlyUsd / table.constantUsd).toBeCloseTo((50 * 12 + 118 * 3) / (168 * 12), 5);
    expect(table.pays).toBe(true);
    expect(table.actions).toEqual([
      { days: weekdays.slice(0, 5), hour: 7, minute: 50, provisionedConcurrency: 12 },
      { days: weekdays.slice(0, 5), hour: 18, minute: 0, provisionedConcurrency: 3 },
    ]);
  });

  it("writes the hours of a time zone", () => {
    const { actions } = timetableOf(played, 12, startMs, "Europe/Berlin")!;
    expect(actions.map(({ hour, minute }) => [hour, minute])).toEqual([
      [8, 50],
      [19, 0],
    ]);
  });

  it("does not pay where every hour is alike", () => {
    const table = timetableOf(
      playedOf(7 * 24, () => 5),
      5,
      startMs,
      "UTC",
    )!;
    expect(table).toMatchObject({ pays: false, actions: [] });
    expect(table.monthlyUsd).toBeCloseTo(table.constantUsd, 9);
  });

  it("takes days to be alike when only one was recorded, and needs one", () => {
    const day = playedOf(24, (hour) => (officeHours(hour) ? 12 : 1));
    expect(timetableOf(day, 12, startMs, "UTC")!.hours[6 * 24 + 10]).toBe(12);
    expect(
      timetableOf(
        playedOf(3, () => 4),
        4,
        startMs,
        "UTC",
      ),
    ).toBeUndefined();
  });
});
