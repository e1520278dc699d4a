import { expect, test } from "vitest";
import type { FoundFunction, PlannedChange } from "./concurrency-plan";
import { orderChanges } from "./order-changes";
import { provisionedTotal, settingsAfter } from "./settings-after";

const limit = 1_000;
const floor = 100;

/** A repeatable stream of whole numbers from `least` to `most`. */
function numbers(seed: number): (least: number, most: number) => number {
  let state = seed;
  return (least, most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return least + Math.floor((state / 2 ** 32) * (most - least + 1));
  };
}

type Draw = ReturnType<typeof numbers>;

/** Settings AWS would accept: provisioned within reserved, queues too, and the pool's floor kept. */
function drawAccount(draw: Draw): FoundFunction[] {
  // A little is left for the last ones.
  let left = limit - floor - 10;
  return Array.from({ length: 5 }, (_, index) => {
    const isReserved = draw(0, 3) > 0;
    const hasQueue = index % 2 === 1;
    const pool = draw(isReserved && hasQueue ? 2 : 0, Math.max(2, Math.min(left, 300)));
    left -= pool;
    const live = draw(0, pool);
    const next = draw(0, pool - live);
    const maximum = hasQueue ? draw(2, isReserved ? pool : 500) : null;
    return {
      name: `f${index}`,
      reserved: isReserved ? pool : null,
      provisioned: [
        ...(live > 0 ? [{ qualifier: "live", requested: live }] : []),
        ...(next > 0 ? [{ qualifier: "next", requested: next }] : []),
      ],
      queues: [{ mappingId: `q${index}`, queueName: "q", maximum }],
      aliases: [],
    };
  });
}

function changesBetween(before: FoundFunction, after: FoundFunction): PlannedChange[] {
  const functionName = before.name;
  const provisionedOf = (found: FoundFunction, qualifier: string) =>
    found.provisioned.find((one) => one.qualifier === qualifier)?.requested ?? null;
  const all: PlannedChange[] = [
    { kind: "reserved", functionName, before: before.reserved, after: after.reserved },
    ...["live", "next"].map((qualifier) => ({
      kind: "provisioned" as const,
      functionName,
      qualifier,
      before: provisionedOf(before, qualifier),
      after: provisionedOf(after, qualifier),
    })),
    {
      kind: "queue-maximum",
      functionName,
      mappingId: before.queues[0]!.mappingId,
      queueName: "q",
      before: before.queues[0]!.maximum,
      after: after.queues[0]!.maximum,
    },
  ];
  return all.filter((change) => change.before !== change.after);
}

/** What a function takes out of the account's pool. */
const taken = (found: FoundFunction) => found.reserved ?? provisionedTotal(found);
const sumOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0);

/** Everything that must hold at every moment, as far as it holds before and after. */
function faults(account: FoundFunction[]): string[] {
  const inPool = sumOf(account.map(taken));
  return [
    ...(inPool > limit - floor ? [`${inPool} taken out of the pool`] : []),
    ...account
      .filter((found) => found.reserved !== null && provisionedTotal(found) > found.reserved)
      .map(({ name }) => `${name} has more provisioned than reserved`),
    ...account
      .filter(({ reserved, queues }) => reserved !== null && (queues[0]!.maximum ?? 0) > reserved)
      .map(({ name }) => `${name}'s queue may run more than it reserves`),
  ];
}

function statesOnTheWay(from: FoundFunction[], changes: PlannedChange[]): FoundFunction[][] {
  return changes.map((_, index) =>
    from.map((found) => settingsAfter(found, changes.slice(0, index + 1))),
  );
}

test("no step of 2,000 random plans exceeds the pool or contradicts itself, forth and back", () => {
  let steps = 0;
  let unorderedFaults = 0;
  for (let seed = 1; seed <= 2_000; seed += 1) {
    const draw = numbers(seed);
    const [before, after] = [drawAccount(draw), drawAccount(draw)];
    const changes = before.flatMap((found, index) => changesBetween(found, after[index]!));
    const ordered = orderChanges(changes);
    expect(ordered).toHaveLength(changes.length);
    const states = statesOnTheWay(before, ordered);
    for (const state of states) expect(faults(state), `seed ${seed}`).toEqual([]);
    // The way back passes the same states.
    const back = ordered
      .toReversed()
      .map((change) => ({ ...change, before: change.after, after: change.before }));
    const backStates = statesOnTheWay(after, back);
    for (const state of backStates) expect(faults(state), `seed ${seed}, back`).toEqual([]);
    steps += ordered.length;
    unorderedFaults += statesOnTheWay(before, changes).filter((state) => faults(state)[0]).length;
  }
  // In the order in which they were made they would: the plans are hard enough to show something.
  expect(steps).toBeGreaterThan(20_000);
  expect(unorderedFaults).toBeGreaterThan(1_000);
});

test("what gives back comes first, from the inside out, and what takes last, from the outside in", () => {
  const change = (kind: PlannedChange["kind"], before: number | null, after: number | null) => ({
    kind,
    functionName: "f",
    qualifier: "live",
    mappingId: "m",
    queueName: "q",
    before,
    after,
  });
  const names = orderChanges<PlannedChange>([
    change("queue-maximum", 5, null),
    change("provisioned", null, 2),
    change("reserved", null, 0),
    change("reserved", 0, null),
    change("provisioned", 2, null),
    change("queue-maximum", null, 5),
  ]).map(({ kind, before, after }) => `${kind} ${before} ${after}`);
  expect(names).toEqual([
    "queue-maximum null 5",
    "provisioned 2 null",
    "reserved 0 null",
    "reserved null 0",
    "provisioned null 2",
    "queue-maximum 5 null",
  ]);
});
