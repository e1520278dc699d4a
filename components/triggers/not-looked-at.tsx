import { Note } from "@/components/ui/note";
import { ProblemView } from "@/components/ui/problem-view";
import type { Problem } from "@/lib/model/problem";

/** What could not be read, in a line; the reasons on demand. One reason is shown at once. An endpoint may lack a service. */
export function NotLookedAt({ problems }: { problems: readonly Problem[] }) {
  const [first, ...others] = problems;
  if (!first) return null;
  if (others.length === 0)
    return first.kind === "unsupported" ? (
      <Note tone="warn" title={first.title}>
        {first.detail}
      </Note>
    ) : (
      <ProblemView problem={first} />
    );
  return (
    <Note tone="warn" title="Not everything could be looked at">
      <details>
        <summary className="cursor-pointer">
          {problems
            .map(({ title }) => title.replace(/^Could not (read|list) (the )?/, ""))
            .join(", ")}
        </summary>
        <ul className="mt-2 flex flex-col gap-2">
          {problems.map((problem) => (
            <li key={problem.title}>
              <ProblemView problem={problem} />
            </li>
          ))}
        </ul>
      </details>
    </Note>
  );
}
