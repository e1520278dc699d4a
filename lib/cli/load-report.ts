import {
  formatDuration,
  formatFullCount,
  formatMoney,
  formatPercent,
  formatRate,
  plain,
} from "@/lib/model/format";
import {
  isLate,
  loadOutcomes,
  type LoadResult,
  type OutcomeFigures,
  refusalOf,
  shareOf,
} from "@/lib/model/load-result";
import type { Load } from "@/lib/model/load-schema";

const columns = [12, 10, 9, 10, 10, 10, 10];

/** How a run goes, in one line. */
export function progressLine({ elapsedMs, outcomes, answered, sent }: LoadResult): string {
  const counts = loadOutcomes
    .map((outcome) => `${outcome} ${formatFullCount(outcomes[outcome].calls)}`)
    .join(", ");
  return `${plain(formatDuration(elapsedMs))}: ${formatFullCount(sent)} sent, ${formatFullCount(sent - answered)} in flight; ${counts}`;
}

/** What came of a run, for people. */
export function describeLoad(
  load: Load,
  result: LoadResult,
  about: { functionName: string; reservedConcurrency: number | null | undefined; costUsd: number },
): string {
  const { all, outcomes, answered, elapsedMs } = result;
  const row = (label: string, figures: OutcomeFigures) =>
    line([
      label,
      formatFullCount(figures.calls),
      plain(formatPercent(shareOf(result, figures.calls))),
      ...(["p50", "p90", "p99", "maximum"] as const).map((name) =>
        plain(formatDuration(figures.latencyMs?.[name])),
      ),
    ]);
  const isOpen = load.traffic.kind !== "callers";
  const lines = [
    `${about.functionName}: ${endings[result.state]} ${plain(formatDuration(elapsedMs))}, ` +
      `${formatFullCount(answered)} answers, ${plain(formatRate((answered * 1000) / Math.max(1, elapsedMs)))} per s, ` +
      `at most ${formatFullCount(result.mostInFlight)} at once`,
    "",
    line(["", "calls", "share", "p50", "p90", "p99", "slowest"]),
    ...loadOutcomes.map((outcome) => row(outcome, outcomes[outcome])),
    row("all", all),
  ];
  if (isOpen)
    lines.push(
      line([
        "all, as sent",
        "",
        "",
        ...(["p50", "p90", "p99", "maximum"] as const).map((name) =>
          plain(formatDuration(all.uncorrectedLatencyMs?.[name])),
        ),
      ]),
      "",
      "Latencies count from the moment at which a call was due; as sent: from sending it.",
    );
  lines.push("", ...notesOf(result, about));
  return `${lines.join("\n")}\n`;
}

const endings: Record<LoadResult["state"], string> = {
  running: "running for",
  done: "done after",
  stopped: "stopped after",
  errors: "stopped by too many errors after",
};

function notesOf(
  result: LoadResult,
  about: { reservedConcurrency: number | null | undefined; costUsd: number },
): string[] {
  const notes: string[] = [];
  const refusal = refusalOf(result, about.reservedConcurrency);
  if (refusal) notes.push(`${refusal.because} ${refusal.remedy}`);
  const errors = Object.entries(result.errorsByType).map(
    ([type, count]) => `${type} ${formatFullCount(count)}`,
  );
  if (errors.length > 0) notes.push(`Errors: ${errors.join(", ")}.`);
  if (isLate(result))
    notes.push(
      `The calls could not be sent as fast as they were due: one in a hundred left ${plain(formatDuration(result.lag.p99Ms))} late or more.`,
    );
  if (result.unanswered > 0)
    notes.push(
      `${formatFullCount(result.unanswered)} calls were not waited for; the function may have run.`,
    );
  if (result.withoutReport > 0)
    notes.push(
      `The log tail of ${formatFullCount(result.withoutReport)} calls had no REPORT line: whether they were cold is not known, they count as warm.`,
    );
  notes.push(
    `${formatFullCount(result.coldStarts)} cold starts; billed ${plain(formatDuration(result.billedMs))}, ${formatMoney(about.costUsd)} at list price.`,
  );
  return notes;
}

/** The first column to the left, the others to the right. */
function line(cells: readonly string[]): string {
  return cells
    .map((cell, index) =>
      index === 0 ? cell.padEnd(columns[0]!) : cell.padStart(columns[index] ?? 10),
    )
    .join("")
    .trimEnd();
}
