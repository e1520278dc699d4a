"use client";

import type { ReactNode } from "react";
import { useConfirm } from "@/components/functions/use-confirm";
import { functionPath } from "@/components/functions/use-function";
import { sendJson } from "@/components/ui/api";
import { Note } from "@/components/ui/note";
import type { ChangedValue } from "@/components/ui/confirm-change";
import type { Change } from "@/lib/model/change";
import { sourceName } from "@/lib/model/trigger";
import type { MappingEdit, TriggerFix } from "@/lib/model/trigger-check";

/** Asks for what a check advises, and sends it. */
export function useFix(functionName: string): { dialog: ReactNode; fix(fix: TriggerFix): void } {
  const { dialog, ask } = useConfirm();
  return {
    dialog,
    fix: (fix) =>
      ask({
        title: titleOf(fix, functionName),
        values: valuesOf(fix, functionName),
        action: actionOf(fix),
        danger: fix.change === "remove-permission",
        note: (fix.change === "failure-queue" || fix.change === "failure-destination") && (
          <Note>The function&apos;s role needs the right to send to it (sqs:SendMessage).</Note>
        ),
        act: () => send(fix, functionName),
      }),
  };
}

function titleOf(fix: TriggerFix, functionName: string): string {
  switch (fix.change) {
    case "queue-time":
      return `Change the ${queueTimes[fix.time].toLowerCase()} of ${sourceName(fix.queueArn)}?`;
    case "dead-letter-queue":
      return `Give ${sourceName(fix.queueArn)} a dead-letter queue?`;
    case "failure-queue":
      return `Give ${sourceName(fix.source)} an on-failure destination?`;
    case "failure-destination":
      return `Give ${fix.qualifier ?? functionName} an on-failure destination?`;
    case "url-permissions":
      return `Let everybody call ${functionName}?`;
    case "mapping":
      return "Change the trigger?";
    case "add-permission":
      return `Let ${sourceName(fix.permission.sourceArn)} call ${functionName}?`;
    case "remove-permission":
      return "Remove the permission?";
  }
}

const queueTimes = {
  visibilityTimeoutSeconds: "Visibility timeout",
  retentionSeconds: "Retention",
} as const;

const editLabels: Record<keyof MappingEdit, string> = {
  maximumConcurrency: "Maximum concurrency",
  maximumBatchingWindowSeconds: "Batch window",
  maximumRetryAttempts: "Retries",
  bisectsBatchOnError: "Split on error",
  qualifier: "Calls",
};

function valuesOf(fix: TriggerFix, functionName: string): ChangedValue[] {
  switch (fix.change) {
    case "queue-time":
      return [
        {
          label: queueTimes[fix.time],
          before: fix.before === undefined ? undefined : `${fix.before} s`,
          after: `${fix.seconds} s`,
        },
      ];
    case "dead-letter-queue":
      return [
        { label: "New queue", after: `${fix.name}, keeps messages for 14 days` },
        { label: "Dead letters", before: "none", after: `to ${fix.name} after 5 receives` },
      ];
    case "failure-queue":
    case "failure-destination":
      return [
        { label: "New queue", after: `${fix.name}, keeps messages for 14 days` },
        { label: "On-failure destination", before: "none", after: fix.name },
      ];
    case "url-permissions":
      return [
        { label: "Caller", after: "everybody, by the URL" },
        { label: "Allowed", after: fix.missing.join(" and ") },
        {
          label: "May call",
          after: fix.qualifier ? `${functionName}:${fix.qualifier}` : functionName,
        },
      ];
    case "mapping":
      return (Object.keys(fix.edit) as (keyof MappingEdit)[]).map((field) => ({
        label: editLabels[field],
        before: inWords(field, fix.before[field]),
        after: inWords(field, fix.edit[field]),
      }));
    case "add-permission": {
      const { service, sourceArn, sourceAccount, qualifier } = fix.permission;
      return [
        { label: "Caller", after: `${service}.amazonaws.com` },
        { label: "Source", after: sourceArn },
        ...(sourceAccount ? [{ label: "Account", after: sourceAccount }] : []),
        { label: "May call", after: qualifier ? `${functionName}:${qualifier}` : functionName },
      ];
    }
    case "remove-permission":
      return [{ label: "Statement", before: fix.statementId, after: "removed" }];
  }
}

function inWords(field: keyof MappingEdit, value: MappingEdit[keyof MappingEdit]): string {
  if (value === undefined) return field === "qualifier" ? "$LATEST" : "no limit";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (field === "maximumRetryAttempts" && value === -1) return "until the record expires";
  return field === "maximumBatchingWindowSeconds" ? `${value} s` : String(value);
}

function actionOf(fix: TriggerFix): string {
  if (fix.change === "add-permission") return "Add permission";
  if (fix.change === "url-permissions") return "Let everybody in";
  if (fix.change === "remove-permission") return "Remove permission";
  return "name" in fix ? "Create" : "Save";
}

function send(
  fix: TriggerFix,
  functionName: string,
): Promise<{ change: Change } | { changes: Change[] } | { steps: Change[] }> {
  switch (fix.change) {
    case "queue-time": {
      const { queueArn, time, seconds } = fix;
      return sendJson("PATCH", "/api/queues/attributes", { queueArn, time, seconds });
    }
    case "dead-letter-queue": {
      const { queueArn, name } = fix;
      return sendJson("POST", "/api/queues/dead-letters", { queueArn, name });
    }
    case "failure-queue":
      return sendJson(
        "POST",
        functionPath(functionName, `/triggers/${encodeURIComponent(fix.uuid)}/failure-queue`),
        { name: fix.name },
      );
    case "failure-destination":
      return sendJson(
        "POST",
        functionPath(functionName, "/failure-queue"),
        { name: fix.name },
        { params: { qualifier: fix.qualifier } },
      );
    case "url-permissions":
      return sendJson("POST", functionPath(functionName, "/url-permissions"), {
        qualifier: fix.qualifier,
      });
    case "mapping":
      return sendJson(
        "PATCH",
        functionPath(functionName, `/triggers/${encodeURIComponent(fix.uuid)}`),
        // To call the function itself is said so: what is absent is not sent.
        "qualifier" in fix.edit ? { ...fix.edit, qualifier: fix.edit.qualifier ?? null } : fix.edit,
      );
    case "add-permission":
      return sendJson("POST", functionPath(functionName, "/permissions"), fix.permission);
    case "remove-permission":
      return sendJson(
        "DELETE",
        functionPath(functionName, `/permissions/${encodeURIComponent(fix.statementId)}`),
        undefined,
        { params: { qualifier: fix.qualifier } },
      );
  }
}
