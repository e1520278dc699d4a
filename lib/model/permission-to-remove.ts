import type { Permission } from "./permission";
import type { Trigger } from "./trigger";
import { triggerKey } from "./trigger-identity";

/**
 * The statement that goes with a trigger when it is removed: the one that lets just this source in, unless another
 * trigger of the function needs it too. Undefined: there is none, or it stays.
 */
export function permissionToRemove(
  trigger: Trigger,
  all: readonly Trigger[],
): Permission | undefined {
  const { permission } = trigger;
  if (permission === undefined || permission === "missing" || !isForOneSource(permission))
    return undefined;
  const isShared = all.some(
    (other) =>
      triggerKey(other) !== triggerKey(trigger) &&
      other.kind !== "caller" &&
      typeof other.permission === "object" &&
      other.permission.statementId === permission.statementId &&
      other.permission.qualifier === permission.qualifier,
  );
  return isShared ? undefined : permission;
}

/** A statement that names nobody, several, or a pattern of sources was made for more than one trigger. */
function isForOneSource({ principal, sourceArn, isForUrl }: Permission): boolean {
  if (isForUrl) return true;
  if (principal === "*" || principal.includes(", ") || sourceArn === undefined) return false;
  if (sourceArn.includes(", ")) return false;
  const [name = ""] = sourceArn.split(":").slice(5).join(":").split("/");
  return !/[*?]/.test(name);
}
