"use client";

import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import type { NextStep } from "@/lib/model/invoke-advice";

/** What can be done about a call that did not end well, the likeliest first. */
export function NextSteps({
  steps,
  onSendAgain,
  onSendBuffered,
  locked,
}: {
  steps: readonly NextStep[];
  onSendAgain(): void;
  onSendBuffered(): void;
  /** Why nothing can be sent now. */
  locked: string | undefined;
}) {
  if (steps.length === 0) return null;
  return (
    <div role="group" aria-label="Next steps" className="flex flex-wrap gap-2">
      {steps.map((step) =>
        step.kind === "page" ? (
          <Link key={step.label} href={step.path} className="btn btn-small">
            {step.label}
          </Link>
        ) : (
          <Button
            key={step.label}
            size="small"
            locked={locked}
            onClick={step.kind === "buffered" ? onSendBuffered : onSendAgain}
          >
            {step.label}
          </Button>
        ),
      )}
    </div>
  );
}
