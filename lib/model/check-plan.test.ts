import { expect, test } from "vitest";
import { checkPlan } from "./check-plan";
import type { FoundFunction, FoundSettings, PlannedChange } from "./concurrency-plan";
import { settingsAfter } from "./settings-after";

const found = (more: Partial<FoundFunction> = {}): FoundFunction => ({
  name: "f",
  reserved: 20,
  provisioned: [],
  queues: [],
  aliases: [],
  ...more,
});
const settings = (...functions: FoundFunction[]): FoundSettings => ({
  account: { limit: 1_000, unreserved: 300, floor: 100 },
  functions,
  problems: [],
});
const reserved = (before: number | null, after: number | null, functionName = "f") => ({
  kind: "reserved" as const,
  functionName,
  before,
  after,
});
const provisioned = (qualifier: string, before: number | null, after: number | null) => ({
  kind: "provisioned" as const,
  functionName: "f",
  qualifier,
  before,
  after,
});
const queueMaximum = (before: number | null, after: number | null) => ({
  kind: "queue-maximum" as const,
  functionName: "f",
  mappingId: "m",
  queueName: "orders",
  before,
  after,
});

/** The remarks about one function, and what is left of them when each fix has been taken. */
function remarksOn(function_: FoundFunction, ...changes: PlannedChange[]) {
  return checkPlan(changes, settings(function_));
}

test("a plan that AWS takes and nothing contradicts has no remarks", () => {
  expect(remarksOn(found(), reserved(20, 220))).toEqual([]);
});

test("the account keeps its floor: what must be given back is said", () => {
  expect(remarksOn(found(), reserved(20, 260))).toEqual([
    {
      tone: "refused",
      text: "940 of the account's 1,000 would be reserved, and AWS keeps 100 free. Give back 40.",
    },
  ]);
  const both = [reserved(20, 260), reserved(90, 50, "g")];
  expect(checkPlan(both, settings(found(), found({ name: "g", reserved: 90 })))).toEqual([]);
});

test("provisioned beyond the reservation is refused, and a click reserves enough", () => {
  const live = { name: "live", version: "3", isWeighted: false };
  const changes = [provisioned("live", 5, 30)];
  const before = found({ provisioned: [{ qualifier: "live", requested: 5 }], aliases: [live] });
  const [refusal] = remarksOn(before, ...changes);
  expect(refusal).toMatchObject({
    tone: "refused",
    text: "It reserves 20 and provisions 30, which comes out of the reservation.",
    fix: { label: "Reserve 30", change: reserved(20, 30) },
  });
  const after = remarksOn(before, ...changes, refusal!.fix!.change);
  expect(after.map(({ tone }) => tone)).not.toContain("refused");
});

test("provisioned without a reservation comes out of what the pool has to give", () => {
  const live = { name: "live", version: "3", isWeighted: false };
  const [remark] = remarksOn(
    found({ reserved: null, aliases: [live] }),
    provisioned("live", null, 201),
  );
  expect(remark?.text).toBe(
    "201 provisioned would come out of the unreserved pool, which has 200 to give.",
  );
});

test("somebody else's change is told, and the plan can start from it", () => {
  expect(remarksOn(found({ reserved: 25 }), reserved(20, 30))).toMatchObject([
    {
      tone: "refused",
      text: "Its reservation was 20 when this was planned and is 25 now.",
      fix: { label: "Plan from 25", change: reserved(25, 30) },
    },
  ]);
});

test("values out of their range are refused", () => {
  expect(remarksOn(found(), reserved(20, 1.5))[0]?.text).toContain("whole number from 0");
  const queue = { mappingId: "m", queueName: "orders", maximum: null };
  expect(remarksOn(found({ queues: [queue] }), queueMaximum(null, 1))[0]?.text).toContain(
    "from 2 to 1,000",
  );
});

test("queues that may run more than is reserved would be throttled; a click reserves enough", () => {
  const queues = [
    { mappingId: "m", queueName: "orders", maximum: 12 },
    { mappingId: "n", queueName: "mail", maximum: 6, qualifier: "live" },
  ];
  const changes = [queueMaximum(12, 15)];
  const [remark] = remarksOn(found({ queues }), ...changes);
  expect(remark).toMatchObject({
    tone: "limit",
    functionName: "f",
    text: expect.stringContaining("may run 21 at once and it reserves 20"),
    fix: { label: "Reserve 21", change: reserved(20, 21) },
  });
  expect(remarksOn(found({ queues }), ...changes, remark!.fix!.change)).toEqual([]);
});

test("a reservation that is all provisioned leaves nothing to $LATEST; a click leaves some", () => {
  const live = { name: "live", version: "3", isWeighted: false };
  const before = found({ aliases: [live] });
  const changes = [provisioned("live", null, 20)];
  const [remark] = remarksOn(before, ...changes);
  expect(remark).toMatchObject({ tone: "limit", fix: { change: reserved(20, 22) } });
  expect(remarksOn(before, ...changes, remark!.fix!.change).map(({ tone }) => tone)).toEqual([
    "neutral",
  ]);
});

test("reserved 0 stops the function, and a click leaves it running", () => {
  const [remark] = remarksOn(found(), reserved(20, 0));
  expect(remark).toMatchObject({
    tone: "limit",
    text: "Reserved 0 stops it: every call is refused with 429.",
    fix: { change: reserved(20, 20) },
  });
});

test("an alias between two versions, $LATEST, and an alias beside its version are refused", () => {
  const aliases = [
    { name: "shared", version: "3", isWeighted: true },
    { name: "draft", version: "$LATEST", isWeighted: false },
    { name: "live", version: "4", isWeighted: false },
  ];
  const before = found({ aliases, provisioned: [{ qualifier: "4", requested: 1 }] });
  const texts = (change: PlannedChange) =>
    remarksOn(before, change)
      .filter(({ tone }) => tone === "refused")
      .map(({ text }) => text);
  expect(texts(provisioned("shared", null, 2))[0]).toContain("shares its calls between two");
  expect(texts(provisioned("draft", null, 2))[0]).toContain("not $LATEST");
  expect(texts(provisioned("live", null, 2))).toEqual([
    "live leads to version 4: only one of the two can have provisioned concurrency.",
  ]);
});

test("provisioned that no alias or trigger reaches is told", () => {
  const before = found({
    provisioned: [{ qualifier: "7", requested: 4 }],
    queues: [{ mappingId: "m", queueName: "orders", maximum: null }],
  });
  const remarks = remarksOn(before, reserved(20, 30));
  expect(remarks).toMatchObject([
    {
      tone: "warn",
      text: expect.stringContaining("No alias leads to version 7"),
      fix: { label: "Take them away", change: provisioned("7", 4, null) },
    },
    { tone: "warn", text: expect.stringContaining("orders calls $LATEST") },
  ]);
  const after = settingsAfter(before, [remarks[0]!.fix!.change]);
  expect(after.provisioned).toEqual([]);
});
