import { Check, TriangleAlert } from "lucide-react";
import type { TriggerCheck } from "@/lib/model/trigger-check";

/** What agrees and what does not, the latter first. */
export function CheckList({ checks }: { checks: readonly TriggerCheck[] }) {
  if (checks.length === 0) return null;
  const bad = checks.filter(({ verdict }) => verdict !== "passed");
  const good = checks.filter(({ verdict }) => verdict === "passed");
  return (
    <section aria-label="Checks" className="flex flex-col gap-2 border-t border-border pt-3">
      <h3 className="flex gap-2 text-12 font-semibold">
        Checks
        {good.length > 0 && <span className="font-medium text-ok">{good.length} passed</span>}
        {bad.length > 0 && <span className="font-medium text-warn">{bad.length} to look at</span>}
      </h3>
      <ul className="flex flex-col gap-1.5 text-12">
        {[...bad, ...good].map(({ verdict, text }) => (
          <li key={text} className="flex gap-2">
            {verdict === "passed" ? (
              <Check size={13} aria-hidden className="mt-0.5 text-ok" />
            ) : (
              <TriangleAlert
                size={13}
                aria-hidden
                className={`mt-0.5 ${verdict === "look" ? "text-warn" : "text-limit"}`}
              />
            )}
            <span className={verdict === "passed" ? "text-text-2" : ""}>{text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
