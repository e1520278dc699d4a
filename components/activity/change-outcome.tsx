import { StateDot, type Dot } from "@/components/ui/badge";
import type { Change } from "@/lib/model/change";

const outcomes: Record<Change["outcome"], { dot: Dot; word: string }> = {
  done: { dot: "ok", word: "Done" },
  failed: { dot: "danger", word: "Failed" },
  intended: { dot: "warn", word: "Under way" },
  unknown: { dot: "warn", word: "Not known" },
};

/** What came of a change. */
export function ChangeOutcome({ change }: { change: Change }) {
  const { dot, word } =
    change.undoneBy === undefined
      ? outcomes[change.outcome]
      : ({ dot: "off", word: "Undone" } as const);
  return (
    <span
      className={change.outcome === "failed" ? "text-danger" : undefined}
      title={change.problem?.detail}
    >
      <StateDot dot={dot}>{word}</StateDot>
    </span>
  );
}
