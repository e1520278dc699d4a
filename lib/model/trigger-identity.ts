import type { Called } from "./permission";
import type { Mapping, Trigger } from "./trigger";

/** What tells a trigger from the others of its function. */
export function triggerKey(trigger: Trigger): string {
  switch (trigger.kind) {
    case "mapping":
      return trigger.uuid;
    case "bucket":
      return `bucket ${trigger.bucket} ${trigger.id}`;
    case "topic":
      return `topic ${trigger.subscriptionArn}`;
    case "rule":
      return `rule ${trigger.busName} ${trigger.name} ${trigger.targetId}`;
    case "schedule":
      return `schedule ${trigger.groupName} ${trigger.name}`;
    case "url":
      return `url ${trigger.url}`;
    case "api":
      return `api ${trigger.apiId} ${trigger.routeId} ${trigger.qualifier ?? ""}`;
    case "log-group":
      return `log-group ${trigger.logGroup} ${trigger.filterName}`;
    case "caller":
      // Statement ids are unique in one policy only.
      return `caller ${trigger.qualifier ?? ""} ${trigger.permission.statementId}`;
  }
}

/** `on`, `off`, or AWS is at work on it; a statement alone proves neither. */
export function triggerState(trigger: Trigger): "on" | "off" | "changing" | "unproven" {
  switch (trigger.kind) {
    case "mapping":
      if (trigger.state === "Enabled") return "on";
      return trigger.state === "Disabled" ? "off" : "changing";
    case "rule":
    case "schedule":
      return trigger.state === "DISABLED" ? "off" : "on";
    case "caller":
      return "unproven";
    default:
      return "on";
  }
}

/** The ARN of what a trigger comes from; undefined where it has none. */
export function triggerSourceArn(trigger: Trigger): string | undefined {
  switch (trigger.kind) {
    case "mapping":
      return trigger.eventSourceArn;
    case "bucket":
      return `arn:${partitionIn(trigger.functionArn)}:s3:::${trigger.bucket}`;
    case "topic":
      return trigger.topicArn;
    case "rule":
      return trigger.ruleArn;
    case "schedule":
      return trigger.scheduleArn;
    case "log-group":
      return ownArn(trigger, "logs", `log-group:${trigger.logGroup}:*`);
    case "api":
      return ownArn(trigger, "execute-api", `${trigger.apiId}/*/${routePath(trigger.route)}`);
    case "url":
      return undefined;
    case "caller":
      return trigger.permission.sourceArn;
  }
}

/** `GET /orders/{id}` as policies write it: `GET/orders/*`. */
function routePath(route: string): string {
  const [, method, path] = /^(\S+) (\/.*)$/.exec(route) ?? [];
  if (method === undefined || path === undefined) return route;
  return `${method === "ANY" ? "*" : method}${path.replaceAll(/\{[^}]*\}/g, "*")}`;
}

/** An ARN in the function's own region and account. */
function ownArn({ functionArn }: Called, service: string, rest: string): string {
  const [, partition = "aws", , region = "", account = ""] = functionArn.split(":");
  return `arn:${partition}:${service}:${region}:${account}:${rest}`;
}

function partitionIn(arn: string): string {
  return arn.split(":")[1] || "aws";
}

/** The mappings among triggers. */
export function mappingsIn(triggers: readonly Trigger[]): Mapping[] {
  return triggers.filter((trigger) => trigger.kind === "mapping");
}
