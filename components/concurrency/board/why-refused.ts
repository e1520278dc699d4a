import { formatCount, formatFullCount, plain } from "@/lib/model/format";
import type { BoardLane } from "./board-lane";
import type { Holder } from "./timeline";

/** A function's reservation as it is planned; null: none. */
export function reservedOf(name: string, lanes: readonly BoardLane[]): number | null {
  return lanes.find(({ after }) => after.name === name)?.after.reserved ?? null;
}

/** A function with a reservation is refused by that alone; one without by those it shares the pool with. */
export function whyRefused(
  { name, throttled }: Holder,
  holders: readonly Holder[],
  lanes: readonly BoardLane[],
): string {
  const times = plain(formatCount(Math.round(throttled)));
  const reserved = reservedOf(name, lanes);
  if (reserved !== null)
    return `${name} was refused ${times} times by its own reservation of ${formatFullCount(reserved)}: nobody else took it.`;
  const rivals = holders
    .filter(
      (holder) =>
        holder.name !== name && holder.running >= 1 && reservedOf(holder.name, lanes) === null,
    )
    .slice(0, 3)
    .map((holder) => `${holder.name} ${formatFullCount(Math.round(holder.running))}`);
  return rivals.length === 0
    ? `${name} was refused ${times} times in the unreserved pool, which it had to itself.`
    : `${name} was refused ${times} times in the unreserved pool, of which the most was held by ${rivals.join(", ")}.`;
}
