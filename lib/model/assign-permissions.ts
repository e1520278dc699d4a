import { callingService } from "./calling-services";
import { type Called, type Permission, permits } from "./permission";
import type { Caller, Trigger, TriggerKind } from "./trigger";
import { triggerSourceArn } from "./trigger-identity";

/** The kind of trigger that a statement's source can be. */
const kindsOfSources: Record<string, TriggerKind> = {
  s3: "bucket",
  sns: "topic",
  events: "rule",
  "execute-api": "api",
  logs: "log-group",
};

export interface ReadPolicies {
  permissions: readonly Permission[];
  /** Whether the policy of the function (undefined), a version or an alias was read. */
  wasRead(qualifier: string | undefined): boolean;
  /** Whether all triggers of a kind are known. */
  isComplete(kind: TriggerKind): boolean;
}

/** The triggers with the statements that let them call, and the statements that none of them explains. */
export function assignPermissions(
  called: Pick<Called, "functionArn" | "functionName">,
  triggers: readonly Trigger[],
  { permissions, wasRead, isComplete }: ReadPolicies,
): Trigger[] {
  const explained = new Set<Permission>();
  const assigned = triggers.map((trigger): Trigger => {
    const own = permissions.filter((permission) => lets(permission, trigger));
    for (const permission of own) explained.add(permission);
    const [first] = trigger.kind === "url" ? own.filter(opensUrl) : own;
    if (first)
      return {
        ...trigger,
        permission: first,
        ...(trigger.kind === "url" && needsPermission(trigger) && !own.some(letsInvoke)
          ? { lacksInvoke: true }
          : {}),
      } as Trigger;
    return needsPermission(trigger) && wasRead(trigger.qualifier)
      ? ({ ...trigger, permission: "missing" } as Trigger)
      : trigger;
  });
  const callers = permissions
    .filter((permission) => !explained.has(permission))
    .map((permission): Caller => {
      const kind = permission.isForUrl ? "url" : sourceKindOf(permission, called.functionArn);
      return {
        kind: "caller",
        ...called,
        ...(permission.qualifier && { qualifier: permission.qualifier }),
        permission,
        found: kind && isComplete(kind) ? "nothing" : "not-looked",
      };
    });
  return [...assigned, ...callers];
}

/** Whether the statement is there for this trigger. */
function lets(permission: Permission, trigger: Trigger): boolean {
  if (trigger.kind === "url")
    return permission.isForUrl === true && permission.qualifier === trigger.qualifier;
  const service = callingService(trigger.kind);
  const sourceArn = triggerSourceArn(trigger);
  return (
    service !== undefined &&
    sourceArn !== undefined &&
    permits(permission, { service, sourceArn, qualifier: trigger.qualifier })
  );
}

/** A URL's callers need two statements: one for the URL itself, and one for the function behind it. */
const opensUrl = ({ action }: Permission) => /(^|:)(InvokeFunctionUrl|\*)$/.test(action);
const letsInvoke = ({ action }: Permission) => /(^|:)(InvokeFunction|\*)$/.test(action);

/** The kind of trigger whose listing would hold the statement's source; undefined: no listing is sure to. */
function sourceKindOf({ sourceArn }: Permission, functionArn: string): TriggerKind | undefined {
  const [, , service = "", , accountId, ...rest] = sourceArn?.split(":") ?? [];
  const kind = kindsOfSources[service];
  // Of an API and a log group the rest may well be a pattern.
  const name =
    { api: rest[0]?.split("/")[0], "log-group": rest[1] }[kind as string] ?? rest.join(":");
  const isElsewhere = accountId !== "" && accountId !== functionArn.split(":")[4];
  return isElsewhere || /[*?,]/.test(name) || name === "" ? undefined : kind;
}

/** A mapping and a schedule call by a role, an API may; a URL for signed calls lets those in whose roles may. */
export function needsPermission(trigger: Trigger): boolean {
  if (trigger.kind === "api") return trigger.roleArn === undefined;
  if (trigger.kind === "url") return trigger.authType === "NONE";
  return callingService(trigger.kind) !== undefined;
}
