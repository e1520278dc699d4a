import type { FoundFunction, FoundSettings, PlannedChange } from "./concurrency-plan";
import { rangeError } from "./function-limits";
import { findContradictions } from "./find-contradictions";
import { inWords, type PlanRemark } from "./plan-remark";
import { provisionedTotal, reserve, settingsAfter, valueIn } from "./settings-after";

/** Holds a plan against what AWS has now: what would be refused first, then settings that contradict each other. */
export function checkPlan(
  changes: readonly PlannedChange[],
  { account, functions }: FoundSettings,
): PlanRemark[] {
  const remarks: PlanRemark[] = [];
  const planned = functions.filter(({ name }) =>
    changes.some(({ functionName }) => functionName === name),
  );
  for (const found of planned) {
    const own = changes.filter(({ functionName }) => functionName === found.name);
    remarks.push(...own.flatMap((change) => checkChange(change, found)));
    remarks.push(...checkTogether(settingsAfter(found, own), own));
  }
  if (account) remarks.push(...checkPool(changes, planned, account));
  for (const found of planned) remarks.push(...findContradictions(found, changes));
  return remarks;
}

/** Why a value is refused whatever the account has, or undefined. */
export function plannedValueError({ kind, after }: PlannedChange): string | undefined {
  if (after === null) return undefined;
  if (kind === "queue-maximum") return rangeError("maximumConcurrency", after);
  const least = kind === "reserved" ? 0 : 1;
  if (Number.isInteger(after) && after >= least) return undefined;
  const what = kind === "reserved" ? "Reserved" : "Provisioned";
  return `${what} concurrency must be a whole number from ${least}.`;
}

function checkChange(change: PlannedChange, found: FoundFunction): PlanRemark[] {
  const { functionName } = change;
  const refused = (text: string, fix?: PlanRemark["fix"]): PlanRemark[] => [
    { tone: "refused", functionName, text, fix },
  ];
  const error = plannedValueError(change);
  if (error) return refused(error);
  const now = valueIn(found, change);
  if (now !== change.before)
    return refused(
      `${subject(change)} was ${inWords(change.before)} when this was planned and is ${inWords(now)} now.`,
      { label: `Plan from ${inWords(now)}`, change: { ...change, before: now } },
    );
  if (change.kind !== "provisioned") return [];
  const leave = { label: "Leave it as it is", change: { ...change, after: change.before } };
  const alias = found.aliases.find(({ name }) => name === change.qualifier);
  if (change.qualifier === "$LATEST" || alias?.version === "$LATEST")
    return refused("Provisioned concurrency needs a published version, not $LATEST.", leave);
  if (alias?.isWeighted)
    return refused(
      `${alias.name} shares its calls between two versions. Until one has them all, AWS does not change its provisioned concurrency.`,
      leave,
    );
  return [];
}

/** What only the changes of a function together show. */
function checkTogether(after: FoundFunction, own: readonly PlannedChange[]): PlanRemark[] {
  const remarks: PlanRemark[] = [];
  const total = provisionedTotal(after);
  if (after.reserved !== null && after.reserved < total)
    remarks.push({
      tone: "refused",
      functionName: after.name,
      text: `It reserves ${inWords(after.reserved)} and provisions ${inWords(total)}, which comes out of the reservation.`,
      fix: { label: `Reserve ${inWords(total)}`, change: reserve(after, own, total) },
    });
  const isProvisioned = (name: string) => after.provisioned.some((one) => one.qualifier === name);
  const twice = after.aliases.find(
    ({ name, version }) => isProvisioned(name) && isProvisioned(version),
  );
  if (twice)
    remarks.push({
      tone: "refused",
      functionName: after.name,
      text: `${twice.name} leads to version ${twice.version}: only one of the two can have provisioned concurrency.`,
    });
  return remarks;
}

function checkPool(
  changes: readonly PlannedChange[],
  planned: readonly FoundFunction[],
  { limit, unreserved, floor }: NonNullable<FoundSettings["account"]>,
): PlanRemark[] {
  const taken = changes
    .filter(({ kind }) => kind === "reserved")
    .reduce((sum, { before, after }) => sum + (after ?? 0) - (before ?? 0), 0);
  const left = unreserved - taken;
  if (taken > 0 && left < floor)
    return [
      {
        tone: "refused",
        text: `${inWords(limit - left)} of the account's ${inWords(limit)} would be reserved, and AWS keeps ${inWords(floor)} free. Give back ${inWords(floor - left)}.`,
      },
    ];
  const raises = planned.filter(
    (found) =>
      settingsAfter(found, changes).reserved === null &&
      provisionedTotal(settingsAfter(found, changes)) > provisionedTotal(found),
  );
  const wanted = raises.reduce(
    (sum, found) => sum + provisionedTotal(settingsAfter(found, changes)),
    0,
  );
  const free = Math.max(0, left - floor);
  if (wanted <= free) return [];
  return [
    {
      tone: "refused",
      functionName: raises.length === 1 ? raises[0]?.name : undefined,
      text: `${inWords(wanted)} provisioned would come out of the unreserved pool, which has ${inWords(free)} to give.`,
    },
  ];
}

function subject(change: PlannedChange): string {
  if (change.kind === "reserved") return "Its reservation";
  if (change.kind === "provisioned") return `Provisioned of ${change.qualifier}`;
  return `The maximum of ${change.queueName}`;
}
