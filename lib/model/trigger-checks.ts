import { needsPermission } from "./assign-permissions";
import { callingService } from "./calling-services";
import { queueChecks } from "./queue-checks";
import { streamChecks } from "./stream-checks";
import type { FunctionUrl } from "./push-triggers";
import { sourceName, type Caller, type Mapping, type Trigger } from "./trigger";
import {
  type CheckedFunction,
  failedQueueName,
  look,
  passed,
  refused,
  type TriggerCheck,
  type TriggerFix,
} from "./trigger-check";
import { triggerKey, triggerSourceArn } from "./trigger-identity";
import { triggerName } from "./trigger-words";

/** Settings of a trigger, its source and its function held against each other. */
export function triggerChecks(trigger: Trigger, func: CheckedFunction): TriggerCheck[] {
  return [
    ...permissionChecks(trigger),
    ...(trigger.kind === "mapping" ? mappingChecks(trigger, func) : []),
    ...(trigger.kind === "caller" ? callerChecks(trigger) : []),
    ...lostEventChecks(trigger, func),
    ...recursionChecks(trigger, func),
  ];
}

/** The checks that did not pass. */
export function triggerWarnings(trigger: Trigger, func: CheckedFunction): TriggerCheck[] {
  return triggerChecks(trigger, func).filter(({ verdict }) => verdict !== "passed");
}

function mappingChecks(mapping: Mapping, func: CheckedFunction): TriggerCheck[] {
  const service = mapping.eventSourceArn.split(":")[2];
  return [
    ...(service === "sqs" ? queueChecks(mapping, func) : []),
    ...(service === "kinesis" || service === "dynamodb" ? streamChecks(mapping) : []),
    ...targetChecks(mapping, func),
  ];
}

/** Who calls by the function's policy needs a statement in it. */
function permissionChecks(trigger: Trigger): TriggerCheck[] {
  const { permission } = trigger;
  if (trigger.kind === "caller" || !needsPermission(trigger) || permission === undefined) return [];
  if (trigger.kind === "url") return urlPermissionChecks(trigger);
  if (permission !== "missing")
    return [passed(`The function's policy lets it in (${permission.statementId})`)];
  const service = callingService(trigger.kind);
  const sourceArn = triggerSourceArn(trigger);
  const fix: TriggerFix | undefined =
    service && sourceArn
      ? {
          label: "Add the permission",
          change: "add-permission",
          permission: {
            service,
            sourceArn,
            ...(trigger.kind === "bucket" && { sourceAccount: trigger.functionArn.split(":")[4] }),
            qualifier: trigger.qualifier,
          },
        }
      : undefined;
  return [
    refused(
      `No statement of the function's policy lets ${triggerName(trigger)} call${trigger.qualifier ? ` ${trigger.qualifier}` : ""}: what it sends does not reach the function.`,
      fix,
    ),
  ];
}

/** Source: "Control access to Lambda function URLs", which asks for both since October 2025. */
function urlPermissionChecks({ permission, lacksInvoke, qualifier }: FunctionUrl): TriggerCheck[] {
  const fix = (label: string, ...missing: string[]): TriggerFix => ({
    label,
    change: "url-permissions",
    qualifier,
    missing,
  });
  if (permission === "missing")
    return [
      refused(
        "No statement of the function's policy lets the public in: every call is answered 403.",
        fix("Let everybody in", "lambda:InvokeFunctionUrl", "lambda:InvokeFunction"),
      ),
    ];
  return [
    lacksInvoke
      ? look(
          "The policy lets the public call the URL, but not the function behind it, which AWS asks for as well since October 2025.",
          fix("Add the second permission", "lambda:InvokeFunction"),
        )
      : passed("The function's policy lets everybody in"),
  ];
}

function targetChecks(
  { uuid, qualifier }: Mapping,
  { provisioned = [] }: CheckedFunction,
): TriggerCheck[] {
  const [some] = provisioned;
  if (qualifier !== undefined || some === undefined) return [];
  return [
    look(
      `The mapping calls $LATEST, which does not use the concurrency provisioned for ${some}.`,
      uuid === ""
        ? undefined
        : {
            label: `Call ${some} instead`,
            change: "mapping",
            uuid,
            edit: { qualifier: some },
            before: { qualifier },
          },
    ),
  ];
}

function callerChecks({ permission, found, qualifier }: Caller): TriggerCheck[] {
  const { principal, sourceArn, conditions, sourceAccount, statementId } = permission;
  const fix: TriggerFix = {
    label: "Remove the permission",
    change: "remove-permission",
    statementId,
    qualifier,
  };
  const isOpen =
    principal === "*" && !sourceArn && !sourceAccount && !conditions && !permission.isForUrl;
  if (isOpen)
    return [
      look(
        "Every AWS account may call the function: the statement names nobody and no source.",
        fix,
      ),
    ];
  if (found === "not-looked") return [];
  return [
    look(
      permission.isForUrl
        ? "The statement lets callers of a function URL in, and there is no URL any more."
        : `The statement lets ${sourceName(sourceArn ?? principal)} call, which does not call the function (any more).`,
      fix,
    ),
  ];
}

/** Who calls asynchronously hears nothing of a failure. */
function lostEventChecks(trigger: Trigger, { destinations }: CheckedFunction): TriggerCheck[] {
  const isAsynchronous = ["bucket", "topic", "rule", "schedule", "log-group"].includes(
    trigger.kind,
  );
  if (!isAsynchronous || !destinations) return [];
  // The function's destinations are those of $LATEST; an alias has its own. A dead-letter queue is everybody's.
  const isKept = destinations.some(
    ({ on, qualifier }) =>
      on === "dead-letter" || (on === "failure" && qualifier === trigger.qualifier),
  );
  return isKept
    ? [passed("An event that fails to the end is kept")]
    : [
        look(
          `${trigger.qualifier ? `The alias ${trigger.qualifier}` : "The function"} has neither a destination on failure nor a dead-letter queue: an event that fails to the end is lost.`,
          {
            label: "Add a queue for them",
            change: "failure-destination",
            qualifier: trigger.qualifier,
            name: failedQueueName(
              [trigger.functionName, trigger.qualifier].filter(Boolean).join("-"),
            ),
          },
        ),
      ];
}

/** A function that writes where its events come from calls itself. Lambda ends some such loops after 16 rounds. */
function recursionChecks(
  trigger: Trigger,
  { destinations = [], mentions = [] }: CheckedFunction,
): TriggerCheck[] {
  const sourceArn = triggerSourceArn(trigger);
  const ownResults = ["success", "failure", "dead-letter", "batch-failure"];
  const loops = destinations
    .filter(
      ({ arn, on }) =>
        ownResults.includes(on) &&
        (arn === sourceArn || (trigger.functionArn !== "" && arn === trigger.functionArn)),
    )
    .map(({ on }) =>
      look(
        `What the function sends ${on === "success" ? "on success" : "on failure"} comes back to it through ${triggerName(trigger)}: it calls itself without end.`,
      ),
    );
  const hints = mentions
    .filter((mention) => mention.trigger === triggerKey(trigger))
    .map(({ variable }) =>
      look(
        `The environment variable ${variable} names this source: if the function writes there, it calls itself. Write elsewhere, or filter what it writes out.`,
      ),
    );
  return [...loops, ...hints];
}
