"use client";

import { Button } from "@/components/ui/button";
import { formatFullCount } from "@/lib/model/format";
import type { ConcurrencySettings } from "@/lib/simulator/prediction";
import type { RecommendTargets } from "@/lib/simulator/recommend-function";
import type { Advice } from "./advice-messages";
import { TargetsPopover } from "./targets-popover";

/** The cheapest settings that meet the targets, why, and taking them over. */
export function Recommended({
  advice,
  chosen,
  targets,
  onTargets,
  onUse,
}: {
  advice: Advice | undefined;
  chosen: ConcurrencySettings;
  targets: RecommendTargets;
  onTargets(targets: RecommendTargets): void;
  onUse(settings: ConcurrencySettings): void;
}) {
  const recommended = advice?.recommendation.settings;
  const isChosen =
    recommended?.reservedConcurrency === chosen.reservedConcurrency &&
    recommended?.provisionedConcurrency === chosen.provisionedConcurrency;
  return (
    <section className="px-4 py-3" aria-label="Recommended">
      <div className="flex h-6 items-center justify-between">
        <h2 className="text-13 font-semibold">Recommended</h2>
        <TargetsPopover targets={targets} onTargets={onTargets} />
      </div>
      {advice && recommended ? (
        <div className="flex flex-col items-start gap-2" role="status">
          <p className="text-12 text-text-2">{advice.recommendation.why}</p>
          {isChosen ? (
            <p className="text-11 text-text-3">That is what is chosen.</p>
          ) : (
            <Button size="small" onClick={() => onUse(recommended)}>
              Use {inWords(recommended)}
            </Button>
          )}
        </div>
      ) : (
        <p className="text-12 text-text-3">Comparing settings{"\u2026"}</p>
      )}
    </section>
  );
}

/** `187 reserved, 30 warm` */
function inWords({ reservedConcurrency, provisionedConcurrency }: ConcurrencySettings): string {
  const reserved =
    reservedConcurrency === null
      ? "no reservation"
      : `${formatFullCount(reservedConcurrency)} reserved`;
  return `${reserved}, ${formatFullCount(provisionedConcurrency)} warm`;
}
