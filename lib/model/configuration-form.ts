import type {
  AsynchronousSettings,
  Configuration,
  ConfigurationEdit,
} from "@/lib/model/configuration";
import { formatMemory, formatSeconds, plain } from "@/lib/model/format";
import { descriptionLimit, handlerLimit, rangeError } from "@/lib/model/function-limits";
import { layerLabel, layersProblem } from "@/lib/model/layers";

/** The settings of the configuration page as plain values. NaN is an empty number field. */
export interface ConfigurationForm {
  memoryMb: number;
  timeoutSeconds: number;
  ephemeralStorageMb: number;
  description: string;
  handler: string;
  runtime: string;
  tracingMode: string;
  /** ARNs, one a line. */
  layers: string;
  logFormat: string;
  applicationLogLevel: string;
  systemLogLevel: string;
  logGroup: string;
  /** null: for ever. */
  retentionDays: number | null;
  maximumRetryAttempts: number;
  maximumEventAgeSeconds: number;
  /** Empty: none. */
  onSuccessArn: string;
  onFailureArn: string;
}

export type ConfigurationField = keyof ConfigurationForm;
/** What a user has typed; fields that are not in it are as they are. */
export type ConfigurationDraft = Partial<ConfigurationForm>;

/** The present settings as the form shows them. */
export function formOf(configuration: Configuration): ConfigurationForm {
  const { logging, asynchronous, retention } = configuration;
  return {
    memoryMb: configuration.memoryMb,
    timeoutSeconds: configuration.timeoutSeconds,
    ephemeralStorageMb: configuration.ephemeralStorageMb,
    description: configuration.description,
    handler: configuration.handler ?? "",
    runtime: configuration.runtime ?? "",
    tracingMode: configuration.tracingMode,
    layers: configuration.layers.join("\n"),
    logFormat: logging.format,
    // What JSON logging starts with.
    applicationLogLevel: logging.applicationLogLevel ?? "INFO",
    systemLogLevel: logging.systemLogLevel ?? "INFO",
    logGroup: logging.logGroup,
    retentionDays: retention?.days ?? null,
    maximumRetryAttempts: asynchronous?.maximumRetryAttempts ?? 2,
    maximumEventAgeSeconds: asynchronous?.maximumEventAgeSeconds ?? 21_600,
    onSuccessArn: asynchronous?.onSuccessArn ?? "",
    onFailureArn: asynchronous?.onFailureArn ?? "",
  };
}

/** The fields in which the draft differs from what is, in the order of the page. */
export function changedFields(
  form: ConfigurationForm,
  draft: ConfigurationDraft,
): ConfigurationField[] {
  return (Object.keys(form) as ConfigurationField[]).filter(
    (field) => field in draft && !Object.is(draft[field], form[field]),
  );
}

/** Why a value is refused, or undefined. */
export function fieldProblem(
  field: ConfigurationField,
  { [field]: value }: ConfigurationForm,
): string | undefined {
  switch (field) {
    case "memoryMb":
    case "timeoutSeconds":
    case "ephemeralStorageMb":
    case "maximumRetryAttempts":
    case "maximumEventAgeSeconds":
      return rangeError(field, Number(value));
    case "description":
      return String(value).length > descriptionLimit
        ? `A description has at most ${descriptionLimit} characters.`
        : undefined;
    case "handler":
      return new RegExp(`^\\S{1,${handlerLimit}}$`).test(String(value))
        ? undefined
        : `A handler has 1 to ${handlerLimit} characters and no spaces, like index.handler.`;
    case "layers":
      return layersProblem(layerLines(String(value)));
    case "logGroup":
      return /^[\w.\-/#]{1,512}$/.test(String(value))
        ? undefined
        : "A log group's name has 1 to 512 letters, digits or . - _ / # characters.";
    case "onSuccessArn":
    case "onFailureArn":
      return value === "" || isArn(String(value))
        ? undefined
        : "A destination is the ARN of a queue, topic, function or event bus.";
    default:
      return undefined;
  }
}

function isArn(text: string): boolean {
  return /^arn:aws[a-z-]*:[a-z0-9-]+:/.test(text);
}

export const fieldLabels: Record<ConfigurationField, string> = {
  memoryMb: "Memory",
  timeoutSeconds: "Timeout",
  ephemeralStorageMb: "Ephemeral storage",
  description: "Description",
  handler: "Handler",
  runtime: "Runtime",
  tracingMode: "Tracing",
  layers: "Layers",
  logFormat: "Log format",
  applicationLogLevel: "Application log level",
  systemLogLevel: "System log level",
  logGroup: "Log group",
  retentionDays: "Log retention",
  maximumRetryAttempts: "Retries",
  maximumEventAgeSeconds: "Maximum event age",
  onSuccessArn: "On success",
  onFailureArn: "On failure",
};

/** A value with its unit, for the comparison before saving. */
export function shownValue(field: ConfigurationField, form: ConfigurationForm): string {
  const value = form[field];
  switch (field) {
    case "memoryMb":
    case "ephemeralStorageMb":
      return plain(formatMemory(Number(value)));
    case "timeoutSeconds":
    case "maximumEventAgeSeconds":
      return plain(formatSeconds(Number(value)));
    case "layers":
      return layerLines(form.layers).map(layerLabel).join(", ") || "none";
    case "retentionDays":
      return value === null ? "for ever" : `${value} days`;
    default:
      return String(value);
  }
}

/** The ARNs of the field `layers`, in their order. */
export function layerLines(text: string): string[] {
  return text === "" ? [] : text.split("\n");
}

const loggingFields: readonly ConfigurationField[] = [
  "logFormat",
  "applicationLogLevel",
  "systemLogLevel",
  "logGroup",
];
const asynchronousFields: readonly ConfigurationField[] = [
  "maximumRetryAttempts",
  "maximumEventAgeSeconds",
  "onSuccessArn",
  "onFailureArn",
];

/** What the changed fields ask for, by the call that sets them; absent: nothing to set there. */
export interface ConfigurationRequests {
  edit?: ConfigurationEdit;
  asynchronous?: AsynchronousSettings;
  retention?: { days: number | null };
}

/** `form`: the values to save, all of them; `changed`: which ones differ from what is. */
export function requestsFor(
  form: ConfigurationForm,
  changed: readonly ConfigurationField[],
): ConfigurationRequests {
  const edit: ConfigurationEdit = {};
  if (changed.includes("memoryMb")) edit.memoryMb = form.memoryMb;
  if (changed.includes("timeoutSeconds")) edit.timeoutSeconds = form.timeoutSeconds;
  if (changed.includes("ephemeralStorageMb")) edit.ephemeralStorageMb = form.ephemeralStorageMb;
  if (changed.includes("description")) edit.description = form.description;
  if (changed.includes("handler")) edit.handler = form.handler;
  if (changed.includes("runtime")) edit.runtime = form.runtime;
  if (changed.includes("tracingMode"))
    edit.tracingMode = form.tracingMode === "Active" ? "Active" : "PassThrough";
  if (changed.includes("layers")) edit.layers = layerLines(form.layers);
  if (changed.some((field) => loggingFields.includes(field)))
    edit.logging = {
      format: form.logFormat === "JSON" ? "JSON" : "Text",
      logGroup: form.logGroup,
      ...(form.logFormat === "JSON" && {
        applicationLogLevel: form.applicationLogLevel,
        systemLogLevel: form.systemLogLevel,
      }),
    };
  const requests: ConfigurationRequests = {};
  if (Object.keys(edit).length > 0) requests.edit = edit;
  if (changed.some((field) => asynchronousFields.includes(field)))
    requests.asynchronous = {
      maximumRetryAttempts: form.maximumRetryAttempts,
      maximumEventAgeSeconds: form.maximumEventAgeSeconds,
      ...(form.onSuccessArn && { onSuccessArn: form.onSuccessArn }),
      ...(form.onFailureArn && { onFailureArn: form.onFailureArn }),
    };
  if (changed.includes("retentionDays")) requests.retention = { days: form.retentionDays };
  return requests;
}
