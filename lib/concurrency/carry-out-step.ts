import { isDeepStrictEqual } from "node:util";
import { attempt } from "@/lib/aws/attempt";
import { problemFrom } from "@/lib/aws/problem-from";
import type { Change } from "@/lib/model/change";
import { type PlannedChange, type PlanStep, settingLabel } from "@/lib/model/concurrency-plan";
import { type ProblemKind, ProblemError } from "@/lib/model/problem";
import { readChanges } from "@/lib/store/journal";
import { type PlanRun, save } from "./plan-run";
import { type PresentSetting, readSetting } from "./read-setting";
import { setProvisionedConcurrency } from "./set-provisioned-concurrency";
import { setQueueMaximum } from "./set-queue-maximum";
import { setReservedConcurrency } from "./set-reserved-concurrency";
import { settingCall } from "./setting-call";

const lookAgainMs = 1_000;
/** An environment may take 15 minutes to start, and AWS starts many in turns. */
const longestSettlingMs = 60 * 60_000;

/** Carries one step out and follows AWS until it is settled. Throws when it is refused or fails. */
export async function applyStep(run: PlanRun, step: PlanStep): Promise<void> {
  const { change } = step;
  const isNew = step.state === "waiting";
  const hasEffect = !isNew && (await look(run, change)).value === change.after;
  step.problem = undefined;
  if (hasEffect) step.changeId ??= entryOf(run, step);
  else {
    step.state = "acting";
    step.sinceChangeId = readChanges({ limit: 1 })[0]?.id ?? 0;
    save(run);
    try {
      const { id } = await setTo(run, change, change.after, { expected: change.before });
      step.changeId = id;
    } catch (error) {
      // AWS may have done it although its answer did not come.
      if (isUncertain(error)) step.changeId = entryOf(run, step);
      throw error;
    }
  }
  step.state = "settling";
  save(run);
  const end = await follow(run, step);
  if (end.state === "failed")
    throw new ProblemError({
      kind: "unexpected",
      title: "AWS could not settle it",
      detail: `${settingLabel(change)} ended as FAILED: ${end.detail}.`,
      code: end.detail,
      action: "Read the function's log from its start, put it right, then plan it again.",
    });
  step.state = "done";
  save(run);
}

/**
 * Takes one step back, where it had an effect and AWS still has what it set; what somebody has set since stays.
 * Says in the step what came of it.
 */
export async function undoStep(run: PlanRun, step: PlanStep): Promise<void> {
  const { change } = step;
  // A step that failed stays one: its problem is why the others were taken back.
  const end = step.state === "failed" ? "failed" : "undone";
  if (step.state === "acting") step.changeId ??= entryOf(run, step);
  if (step.changeId === undefined) {
    if (step.state !== "failed") step.state = "waiting";
    save(run);
    return;
  }
  try {
    if (end === "undone") step.state = "undoing";
    save(run);
    if ((await look(run, change)).value !== change.before) {
      const undone = await setTo(run, change, change.before, {
        expected: change.after,
        undoes: step.changeId,
      });
      step.undoId = undone.id;
      await follow(run, step);
    }
    step.state = end;
    if (end === "undone") step.problem = undefined;
  } catch (error) {
    step.state = "undo-failed";
    step.problem = problemFrom(error);
  }
  save(run);
}

function look({ connection }: PlanRun, change: PlannedChange): Promise<PresentSetting> {
  return attempt(connection, `read ${settingLabel(change)} of ${change.functionName}`, () =>
    readSetting(connection, change),
  );
}

async function setTo(
  { connection }: PlanRun,
  change: PlannedChange,
  value: number | null,
  more: { expected: number | null; undoes?: number },
): Promise<Change> {
  const { kind, functionName } = change;
  const set = () => {
    if (kind === "reserved")
      return setReservedConcurrency(connection, {
        functionName,
        reservedConcurrency: value,
        ...more,
      });
    if (kind === "provisioned") {
      const { qualifier } = change;
      return setProvisionedConcurrency(connection, {
        functionName,
        qualifier,
        provisionedConcurrency: value,
        ...more,
      });
    }
    const { mappingId } = change;
    return setQueueMaximum(connection, {
      functionName,
      mappingId,
      maximumConcurrency: value,
      ...more,
    });
  };
  const action = `set ${settingLabel(change)} of ${functionName}`;
  return (await attempt<{ change: Change }>(connection, action, set)).change;
}

/** Looks until AWS is no longer at work on the setting, and tells in the step how far it is. */
async function follow(run: PlanRun, step: PlanStep): Promise<PresentSetting> {
  const endMs = run.clock.nowMs() + longestSettlingMs;
  for (;;) {
    const now = await lookPatiently(run, step.change);
    if (step.progress !== now?.detail) {
      step.progress = now?.detail;
      save(run);
    }
    if (now && now.state !== "settling") {
      step.progress = undefined;
      return now;
    }
    if (run.clock.nowMs() >= endMs)
      throw new ProblemError({
        kind: "unexpected",
        title: "AWS did not settle it",
        detail: `${settingLabel(step.change)} is still not ready after an hour.`,
      });
    await run.clock.sleep(lookAgainMs);
  }
}

/** While only looking, an answer that does not come is waited for; undefined when it did not. */
async function lookPatiently(
  run: PlanRun,
  change: PlannedChange,
): Promise<PresentSetting | undefined> {
  try {
    return await look(run, change);
  } catch (error) {
    if (isPassing(problemFrom(error).kind)) return undefined;
    throw error;
  }
}

/** Whether the same call may go through a little later without anybody doing anything about the plan. */
function isPassing(kind: ProblemKind): boolean {
  return kind === "unreachable" || kind === "throttled" || kind === "credentials";
}

function isUncertain(error: unknown): boolean {
  const { kind } = problemFrom(error);
  return kind === "unreachable" || kind === "unexpected";
}

/** What the journal has of a step whose outcome was not written down; undefined: it was never sent. */
function entryOf(
  { connection }: PlanRun,
  { change, sinceChangeId = Infinity }: PlanStep,
): number | undefined {
  const call = settingCall(change, change.after);
  return readChanges({
    connectionId: connection.id,
    functionName: change.functionName,
    limit: 20,
  }).find(({ id, call: sent }) => id > sinceChangeId && isDeepStrictEqual(sent, call))?.id;
}
