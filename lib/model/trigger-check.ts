import type { NewPermission } from "./new-permission";
import type { Destination, Mapping } from "./trigger";
import type { Mention } from "./mentioned-sources";

/** One look at settings that must agree with each other. */
export interface TriggerCheck {
  /** `refused`: what the source sends does not reach the function at all. */
  verdict: "passed" | "look" | "will-throttle" | "refused";
  /** One sentence: what agrees, or what contradicts what and what follows. */
  text: string;
  /** What would put it right. */
  fix?: TriggerFix;
}

/** A change that puts a setting right, as data: the page asks before it is sent. */
export type TriggerFix = { label: string } & (
  | {
      change: "queue-time";
      queueArn: string;
      time: "visibilityTimeoutSeconds" | "retentionSeconds";
      before: number | undefined;
      seconds: number;
    }
  | { change: "dead-letter-queue"; queueArn: string; name: string }
  | { change: "failure-queue"; uuid: string; source: string; name: string }
  | { change: "failure-destination"; qualifier: string | undefined; name: string }
  | { change: "url-permissions"; qualifier: string | undefined; missing: readonly string[] }
  | { change: "mapping"; uuid: string; edit: MappingEdit; before: MappingEdit }
  | { change: "add-permission"; permission: NewPermission }
  | { change: "remove-permission"; statementId: string; qualifier: string | undefined }
);

/** The settings of a mapping that a check may put right. */
export type MappingEdit = Partial<
  Pick<
    Mapping,
    | "maximumConcurrency"
    | "maximumBatchingWindowSeconds"
    | "maximumRetryAttempts"
    | "bisectsBatchOnError"
    | "qualifier"
  >
>;

/** What a trigger must agree with. */
export interface CheckedFunction {
  timeoutSeconds: number;
  /** undefined: not known. */
  reservedConcurrency?: number | null;
  /** Aliases and versions with provisioned concurrency. */
  provisioned?: readonly string[];
  /** Maximum concurrency of the function's other mappings together. */
  othersMaximum?: number;
  /** Where results and failures go; undefined: not known. */
  destinations?: readonly Destination[];
  /** Environment variables that name sources. */
  mentions?: readonly Mention[];
}

export function passed(text: string): TriggerCheck {
  return { verdict: "passed", text };
}

export function look(text: string, fix?: TriggerFix): TriggerCheck {
  return { verdict: "look", text, ...(fix && { fix }) };
}

export function throttles(text: string, fix?: TriggerFix): TriggerCheck {
  return { verdict: "will-throttle", text, ...(fix && { fix }) };
}

export function refused(text: string, fix?: TriggerFix): TriggerCheck {
  return { verdict: "refused", text, ...(fix && { fix }) };
}

/** The name of a queue for what fails of a source or a function; a queue's name has at most 80 characters. */
export function failedQueueName(of: string): string {
  return `${of.replaceAll(/[^\w-]+/g, "-").slice(0, 73)}-failed`;
}
