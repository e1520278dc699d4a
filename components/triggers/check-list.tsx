import { Ban, Check, TriangleAlert } from "lucide-react";
import type { TriggerCheck, TriggerFix } from "@/lib/model/trigger-check";

/** What agrees and what does not, the latter first, with a button where a change would put it right. */
export function CheckList({
  checks,
  locked,
  onFix,
}: {
  checks: readonly TriggerCheck[];
  /** Why nothing can be changed now. */
  locked?: string | undefined;
  onFix?(fix: TriggerFix): void;
}) {
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
        {[...bad, ...good].map(({ verdict, text, fix }) => (
          <li key={text} className="flex gap-2">
            <Mark verdict={verdict} />
            <span className={`min-w-0 ${verdict === "passed" ? "text-text-2" : ""}`}>
              {text}
              {fix && onFix && (
                <>
                  {" "}
                  <button
                    type="button"
                    className="font-medium text-accent underline disabled:cursor-not-allowed disabled:text-text-3"
                    disabled={locked !== undefined}
                    title={locked}
                    onClick={() => onFix(fix)}
                  >
                    {fix.label}
                  </button>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Mark({ verdict }: { verdict: TriggerCheck["verdict"] }) {
  switch (verdict) {
    case "passed":
      return <Check size={13} aria-hidden className="mt-0.5 flex-none text-ok" />;
    case "look":
      return <TriangleAlert size={13} aria-hidden className="mt-0.5 flex-none text-warn" />;
    case "will-throttle":
      return <TriangleAlert size={13} aria-hidden className="mt-0.5 flex-none text-limit" />;
    case "refused":
      return <Ban size={13} aria-hidden className="mt-0.5 flex-none text-danger" />;
  }
}
