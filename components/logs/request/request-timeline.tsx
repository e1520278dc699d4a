import { formatDuration, plain } from "@/lib/model/format";
import type { LoggedInvocation } from "@/lib/model/invocation";
import { wordOf } from "../line-text";

/** The lines of a request as dots on the time it took; warnings and errors stand out. */
export function RequestTimeline({ invocation }: { invocation: LoggedInvocation }) {
  const { lines, startMs, endMs, report } = invocation;
  const lengthMs = Math.max(1, report?.durationMs ?? 0, endMs - startMs);
  const dots = lines.filter(({ line }) => line.kind !== "end");
  return (
    <section aria-label="This request" className="text-12">
      <h2 className="font-semibold">This request</h2>
      <div className="relative mt-2 h-3" aria-hidden>
        <div className="absolute inset-x-0 top-1.5 h-px bg-border-strong" />
        {dots.map(({ event, line }) => (
          <i
            key={event.id}
            title={`${plain(formatDuration(event.timestampMs - startMs))} ${wordOf(line)} ${line.text.slice(0, 120)}`}
            className="absolute top-0.5 size-2 -translate-x-1/2 rounded-full"
            style={{
              left: `${Math.min(100, Math.max(0, ((event.timestampMs - startMs) / lengthMs) * 100))}%`,
              background: dotColour(line.level),
              zIndex: line.level === "error" || line.level === "fatal" ? 1 : undefined,
            }}
          />
        ))}
      </div>
      <div className="mt-0.5 flex justify-between text-11 text-text-3">
        <span>0</span>
        <span>{plain(formatDuration(lengthMs / 2))}</span>
        <span>{plain(formatDuration(lengthMs))}</span>
      </div>
    </section>
  );
}

function dotColour(level: LoggedInvocation["lines"][number]["line"]["level"]): string {
  if (level === "error" || level === "fatal") return "var(--c-error)";
  return level === "warn" ? "var(--c-warn)" : "var(--c-observed)";
}
