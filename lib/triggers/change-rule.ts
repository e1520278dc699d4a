import {
  DescribeRuleCommand,
  ListTargetsByRuleCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import { clientsFor } from "@/lib/aws/clients";
import { keptCall } from "@/lib/aws/kept-commands";
import type { CloudCall } from "@/lib/model/change";
import { ProblemError } from "@/lib/model/problem";
import type { RuleTarget } from "@/lib/model/push-triggers";
import { refuse } from "@/lib/model/refuse";
import { type RuleDraft, ruleDrafts } from "@/lib/model/trigger-drafts/rule-draft";
import type { Steps } from "./steps";
import { allow, type TriggerTarget } from "./trigger-target";

/** Makes the function a target of a rule, which is made first where it is new. Gives the trigger's key. */
export async function addRule(
  steps: Steps,
  target: TriggerTarget,
  draft: RuleDraft,
): Promise<string> {
  const { name, busName, isNew } = draft;
  const { partition, region, accountId } = target;
  const bus = busName === "default" ? "" : `${busName}/`;
  if (isNew) await checkNew(steps, draft);
  await allow(steps, target, {
    service: "events",
    sourceArn: `arn:${partition}:events:${region}:${accountId}:rule/${bus}${name}`,
  });
  if (isNew)
    await steps.send({
      title: `Rule ${name} created`,
      before: null,
      after: draft,
      call: putRule(draft),
      undo: deleteRule(name, busName),
    });
  const id = newTargetId(target.functionName, await targetIds(steps, name, busName));
  await steps.send({
    title: `Rule ${name} calls the function`,
    before: null,
    after: targetOf(target.calledArn, id, draft),
    call: putTarget(draft, targetOf(target.calledArn, id, draft)),
    undo: removeTarget(draft, id),
    check: checkEntries,
  });
  return `rule ${busName} ${name} ${id}`;
}

/** Changes the rule, or what it hands to the function, or both. */
export async function changeRule(
  steps: Steps,
  target: TriggerTarget,
  rule: RuleTarget,
  draft: RuleDraft,
): Promise<void> {
  const { name, busName, targetId } = rule;
  if (draft.name !== name || draft.busName !== busName)
    refuse("name", "A rule cannot be renamed or moved: add another one.");
  const before = ruleDrafts.of(rule);
  if (ruleText(before) !== ruleText(draft)) {
    if (rule.managedBy) refuse("name", `${rule.managedBy} made this rule; it is changed there.`);
    await steps.send({
      title: isOnlySwitched(before, draft)
        ? `Rule ${name} ${draft.enabled ? "enabled" : "disabled"}`
        : `Rule ${name} changed`,
      before,
      after: draft,
      call: isOnlySwitched(before, draft) ? switchRule(draft) : putRule(draft, rule.state),
      undo: isOnlySwitched(before, draft) ? switchRule(before) : putRule(before, rule.state),
    });
  }
  const now = targetOf(target.calledArn, targetId, before);
  const next = targetOf(target.calledArn, targetId, draft);
  if (JSON.stringify(now) === JSON.stringify(next)) return;
  await steps.send({
    title: `What the rule ${name} hands over changed`,
    before: now,
    after: next,
    call: putTarget(draft, next),
    undo: putTarget(before, now),
    check: checkEntries,
  });
}

/** Takes the function away from the rule, and the rule away where it called nothing else. */
export async function removeRule(
  steps: Steps,
  target: TriggerTarget,
  rule: RuleTarget,
): Promise<void> {
  const { name, busName, targetId } = rule;
  if (rule.managedBy) refuse("name", `${rule.managedBy} made this rule; it is removed there.`);
  const draft = ruleDrafts.of(rule);
  const isAlone = (await targetIds(steps, name, busName)).every((id) => id === targetId);
  const present = targetOf(target.calledArn, targetId, draft);
  await steps.send({
    title: `Rule ${name} does not call the function any more`,
    before: present,
    after: null,
    call: removeTarget(draft, targetId),
    undo: putTarget(draft, present),
    check: checkEntries,
  });
  if (!isAlone) return;
  await steps.send({
    title: `Rule ${name} deleted: it had no other target`,
    before: draft,
    after: null,
    call: deleteRule(name, busName),
    undo: putRule(draft, rule.state),
  });
}

async function checkNew(steps: Steps, { name, busName }: RuleDraft): Promise<void> {
  const { events } = clientsFor(steps.connection);
  const found = await events
    .send(new DescribeRuleCommand({ Name: name, EventBusName: busName }))
    .catch(() => undefined);
  // PutRule would change it without a word.
  if (found?.Name === name)
    refuse("name", `The bus ${busName} has a rule ${name} already: choose it, or another name.`);
}

async function targetIds(steps: Steps, name: string, busName: string): Promise<string[]> {
  const { Targets = [] } = await clientsFor(steps.connection).events.send(
    new ListTargetsByRuleCommand({ Rule: name, EventBusName: busName }),
  );
  return Targets.flatMap(({ Id }) => Id ?? []);
}

function newTargetId(functionName: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? functionName : `${functionName.slice(0, 60)}-${number}`;
    if (!taken.includes(id)) return id;
  }
}

/** The parts of a draft that are the rule's own, in a form that can be compared. */
function ruleText(draft: RuleDraft): string {
  return JSON.stringify([partsOf(draft), draft.enabled]);
}

function isOnlySwitched(before: RuleDraft, after: RuleDraft): boolean {
  return JSON.stringify(partsOf(before)) === JSON.stringify(partsOf(after));
}

function partsOf({ description, eventPattern, scheduleExpression }: RuleDraft) {
  return [description, eventPattern, scheduleExpression];
}

/** An enabled rule that also matches management events stays so. */
function putRule(draft: RuleDraft, state = "ENABLED"): CloudCall {
  const { name, busName, description, eventPattern, scheduleExpression, enabled } = draft;
  const enabledState = state === "DISABLED" ? "ENABLED" : state;
  return keptCall("events", "PutRule", {
    Name: name,
    EventBusName: busName,
    Description: description || undefined,
    EventPattern: eventPattern || undefined,
    ScheduleExpression: scheduleExpression || undefined,
    State: (enabled ? enabledState : "DISABLED") as "ENABLED",
  });
}

function deleteRule(name: string, busName: string): CloudCall {
  return keptCall("events", "DeleteRule", { Name: name, EventBusName: busName });
}

function switchRule({ name, busName, enabled }: RuleDraft): CloudCall {
  const input = { Name: name, EventBusName: busName };
  return enabled
    ? keptCall("events", "EnableRule", input)
    : keptCall("events", "DisableRule", input);
}

function putTarget({ name, busName }: RuleDraft, target: Target): CloudCall {
  return keptCall("events", "PutTargets", { Rule: name, EventBusName: busName, Targets: [target] });
}

function removeTarget({ name, busName }: RuleDraft, id: string): CloudCall {
  return keptCall("events", "RemoveTargets", { Rule: name, EventBusName: busName, Ids: [id] });
}

function targetOf(calledArn: string, id: string, draft: RuleDraft): Target {
  const { input, deadLetterQueueArn, maximumRetryAttempts, maximumEventAgeSeconds } = draft;
  const hasPolicy = maximumRetryAttempts !== null || maximumEventAgeSeconds !== null;
  return {
    Id: id,
    Arn: calledArn,
    ...(input.as === "constant" && { Input: input.input }),
    ...(input.as === "path" && { InputPath: input.path }),
    ...(input.as === "template" && {
      InputTransformer: {
        InputPathsMap: Object.fromEntries(input.paths.map(({ name, path }) => [name, path])),
        InputTemplate: input.template,
      },
    }),
    ...(deadLetterQueueArn && { DeadLetterConfig: { Arn: deadLetterQueueArn } }),
    ...(hasPolicy && {
      RetryPolicy: {
        MaximumRetryAttempts: maximumRetryAttempts ?? 185,
        MaximumEventAgeInSeconds: maximumEventAgeSeconds ?? 86_400,
      },
    }),
  };
}

/** PutTargets and RemoveTargets answer 200 with what failed in it. */
function checkEntries({ FailedEntries }: Record<string, unknown>): void {
  const [failed] = Array.isArray(FailedEntries)
    ? (FailedEntries as { ErrorCode?: string; ErrorMessage?: string }[])
    : [];
  if (failed)
    throw new ProblemError({
      kind: "unexpected",
      title: "The rule's target was not changed",
      detail: failed.ErrorMessage ?? "EventBridge did not say why.",
      code: failed.ErrorCode,
    });
}
