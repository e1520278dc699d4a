import type { FoundFunction, PlannedChange } from "./concurrency-plan";
import { inWords, type PlanRemark } from "./plan-remark";
import { provisionedTotal, reserve, settingsAfter } from "./settings-after";

/** Settings AWS takes and that work against each other, in the state a plan leaves a function in. */
export function findContradictions(
  found: FoundFunction,
  changes: readonly PlannedChange[],
): PlanRemark[] {
  const own = changes.filter(({ functionName }) => functionName === found.name);
  const after = settingsAfter(found, own);
  return [
    ...stopped(own),
    ...starvedLatest(after, own),
    ...queuesAboveReservation(after, own),
    ...idleProvisioned(after, own),
    ...unusedByMappings(after),
    ...timeToBeReady(own),
  ].map((remark) => ({ ...remark, functionName: found.name }));
}

function stopped(own: readonly PlannedChange[]): PlanRemark[] {
  const change = own.find(({ kind }) => kind === "reserved");
  if (change?.after !== 0) return [];
  return [
    {
      tone: "limit",
      text: "Reserved 0 stops it: every call is refused with 429.",
      fix: { label: "Leave it running", change: { ...change, after: change.before } },
    },
  ];
}

function starvedLatest(after: FoundFunction, own: readonly PlannedChange[]): PlanRemark[] {
  const total = provisionedTotal(after);
  if (total === 0 || after.reserved !== total) return [];
  const more = total + Math.max(1, Math.ceil(total / 10));
  return [
    {
      tone: "limit",
      text: `All ${inWords(total)} it reserves are provisioned: $LATEST gets nothing, and nothing can run beyond them.`,
      fix: { label: `Reserve ${inWords(more)}`, change: reserve(after, own, more) },
    },
  ];
}

function queuesAboveReservation(after: FoundFunction, own: readonly PlannedChange[]): PlanRemark[] {
  const { reserved, queues } = after;
  const total = queues.reduce((sum, { maximum }) => sum + (maximum ?? 0), 0);
  if (reserved === null || reserved === 0 || total <= reserved) return [];
  return [
    {
      tone: "limit",
      text: `Its queues may run ${inWords(total)} at once and it reserves ${inWords(reserved)}: batches come back throttled and may end in a dead-letter queue.`,
      fix: { label: `Reserve ${inWords(total)}`, change: reserve(after, own, total) },
    },
  ];
}

function idleProvisioned(after: FoundFunction, own: readonly PlannedChange[]): PlanRemark[] {
  const versions = after.provisioned.filter(
    ({ qualifier }) =>
      /^\d+$/.test(qualifier) && !after.aliases.some(({ version }) => version === qualifier),
  );
  return versions.map(({ qualifier, requested }) => {
    const change: PlannedChange = own.find(
      (other) => other.kind === "provisioned" && other.qualifier === qualifier,
    ) ?? {
      kind: "provisioned",
      functionName: after.name,
      qualifier,
      before: requested,
      after: requested,
    };
    return {
      tone: "warn",
      text: `No alias leads to version ${qualifier}: its ${inWords(requested)} provisioned serve only callers that name the version.`,
      fix: { label: "Take them away", change: { ...change, after: null } },
    };
  });
}

function unusedByMappings({ provisioned, queues }: FoundFunction): PlanRemark[] {
  const [holder] = provisioned;
  const calling = queues.filter(({ qualifier }) => qualifier === undefined);
  if (!holder || calling.length === 0) return [];
  const names = calling.map(({ queueName }) => queueName).join(", ");
  return [
    {
      tone: "warn",
      text: `${names} calls $LATEST, so it never reaches what is provisioned on ${holder.qualifier}. Point the trigger at ${holder.qualifier} under Triggers.`,
    },
  ];
}

function timeToBeReady(own: readonly PlannedChange[]): PlanRemark[] {
  return own.flatMap((change) =>
    change.kind === "provisioned" && (change.after ?? 0) > (change.before ?? 0)
      ? [
          {
            tone: "neutral" as const,
            text: `Provisioned ${inWords(change.after)} on ${change.qualifier} takes some minutes on AWS to become ready.`,
          },
        ]
      : [],
  );
}
