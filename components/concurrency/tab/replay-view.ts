import { formatSpan } from "@/lib/model/format";
import { type TrafficWindow, trafficWindows } from "@/lib/model/traffic";

/** Which recorded traffic is played, and how many times as much of it. */
export interface ReplayView {
  window: TrafficWindow;
  factor: number;
}

export const factors: readonly number[] = [0.5, 1, 1.2, 1.4, 2, 3, 5, 10];

/** From the address; what cannot be read is a day as it was. */
export function readReplayView(params: { get(name: string): string | null }): ReplayView {
  const window = trafficWindows.find((each) => each === params.get("window")) ?? "24h";
  const factor = Number(params.get("factor") ?? 1);
  return { window, factor: factor >= 0.1 && factor <= 10 ? factor : 1 };
}

/** Into the address. */
export function writeReplayView(
  current: URLSearchParams,
  { window, factor }: ReplayView,
): URLSearchParams {
  const next = new URLSearchParams(current);
  next.set("window", window);
  if (factor === 1) next.delete("factor");
  else next.set("factor", String(factor));
  return next;
}

/** `24 h` */
export function windowLabel(window: TrafficWindow): string {
  return window.replace(/(\d+)/, "$1\u2009");
}

/** What was really replayed, `7 d at x1.4`: a local engine may not be as old as the window. */
export function replayedLabel(windowSeconds: number, factor: number): string {
  const span = formatSpan(windowSeconds);
  return factor === 1 ? span : `${span} at \u00d7${factor}`;
}
