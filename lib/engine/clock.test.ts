import { afterEach, expect, test, vi } from "vitest";
import { systemClock } from "./clock.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("a timer that comes a millisecond early by the clock waits for it", () => {
  let nowMs = 1000;
  vi.spyOn(Date, "now").mockImplementation(() => nowMs);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const wake = vi.fn<() => void>();
  systemClock.after(10, wake);
  const cancel = systemClock.after(10, wake);
  nowMs = 1009;
  vi.advanceTimersByTime(10);
  expect(wake).not.toHaveBeenCalled();
  cancel();
  nowMs = 1010;
  vi.advanceTimersByTime(1);
  expect(wake).toHaveBeenCalledOnce();
});

test("a clock that was set back keeps nobody waiting", () => {
  let nowMs = 1_000_000;
  vi.spyOn(Date, "now").mockImplementation(() => nowMs);
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const wake = vi.fn<() => void>();
  systemClock.after(10, wake);
  nowMs = 0;
  vi.advanceTimersByTime(10);
  expect(wake).toHaveBeenCalledOnce();
});
