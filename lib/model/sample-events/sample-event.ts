import type { Moment } from "../placeholders";
import { asGzip } from "../gzip-text";
import {
  asBase64,
  asText,
  followed,
  mapped,
  parsed,
  type Place,
  place,
  type Steps,
} from "../json-place";

/** The function a sample event is for; ids and ARNs in the event name it. */
export interface EventTarget {
  functionArn: string;
  functionName: string;
  region: string;
  accountId: string;
  /** ARNs of sources known to invoke the function, e.g. its queue; samples of their services name them. */
  sourceArns?: readonly string[];
  /** When it is made: what stands encoded in a message cannot be filled in when it is sent. */
  made: Moment;
}

type SampleGroup =
  | "API and web"
  | "Messages"
  | "Streams"
  | "Storage and schedule"
  | "Operations"
  | "Identity and voice"
  | "Routes through several services";

/** One value of an event that is edited without looking for it in the JSON. */
export interface EventField {
  label: string;
  /** What is typed: a line, a text of several lines, JSON, a number, or yes and no. */
  kind: "line" | "text" | "json" | "number" | "flag";
  /** It reads and writes JSON for the kinds json, number and flag, else the plain text. */
  at: Place;
  /** Values to choose from; others can be typed. */
  suggestions?: readonly string[];
  hint?: string;
  /** The message another source's event can stand in; of two places the second is for what is compressed. */
  carries?: { plain: Place; compressed?: Place };
}

/** The records of an event that comes in batches. */
export interface Batch {
  at: Place;
  noun: "Message" | "Record";
  /** Gives a copied record the numbers that no other has. */
  renumbered?(record: string, index: number): string;
}

/** What a source makes of an event, and which of its values are edited. */
export interface EventForm {
  event(target: EventTarget): unknown;
  /** Of one record of the batch; an event without a batch has record 0 only. */
  fields(record: number): EventField[];
  /** In a stream it is gzip. */
  isCompressed?: true;
}

/**
 * One template. Its text values may hold `${uuid}`, `${nowMs}`, `${nowIso}` and `${nowSeconds}`,
 * which are filled in when the event is sent.
 */
export interface SampleEvent extends EventForm {
  id: string;
  label: string;
  group: SampleGroup;
  /** The service in an ARN or principal of this source, e.g. `sqs`. */
  service?: string;
  batch?: Batch;
  /** The form in which it reaches a queue, a topic or a stream, where that differs from what a function gets. */
  passedOn?: EventForm;
}

/** An ARN in the target's region and account; the partition is the function's own. */
export function arn(target: EventTarget, service: string, resource: string): string {
  return `arn:${partitionOf(target)}:${service}:${target.region}:${target.accountId}:${resource}`;
}

/** An ARN of a role or user, which have no region. */
export function iamArn(target: EventTarget, resource: string): string {
  return `arn:${partitionOf(target)}:iam::${target.accountId}:${resource}`;
}

export function partitionOf(target: EventTarget): string {
  return target.functionArn.split(":")[1] || "aws";
}

/** The ARN of the function's own source where it has one of this service, else a made-up one. */
export function sourceArn(
  target: EventTarget,
  service: string,
  resource: string,
  fits: (arn: string) => boolean = () => true,
): string {
  const own = target.sourceArns?.find((each) => each.split(":")[2] === service && fits(each));
  return own ?? arn(target, service, resource);
}

/** Fields by what is typed into them; `steps` as for `place`. */
export const line = (label: string, ...steps: Steps): EventField => ({
  label,
  kind: "line",
  at: place(...steps, asText),
});
export const text = (label: string, ...steps: Steps): EventField => ({
  label,
  kind: "text",
  at: place(...steps, asText),
});
export const json = (label: string, ...steps: Steps): EventField => ({
  label,
  kind: "json",
  at: place(...steps),
});
export const number = (label: string, ...steps: Steps): EventField => ({
  label,
  kind: "number",
  at: place(...steps),
});
export const choice = (
  label: string,
  suggestions: readonly string[],
  ...steps: Steps
): EventField => ({ ...line(label, ...steps), suggestions });

/** The field as the message that can carry another source's event. */
export const carrier = (field: EventField): EventField => ({
  ...field,
  carries: { plain: field.at },
});

/** The bytes of a record in base64, as text; they can carry another source's event. */
export const data = (label: string, steps: Steps): EventField => ({
  label,
  kind: "text",
  at: place(...steps, asBase64),
  carries: { plain: place(...steps, asBase64), compressed: place(...steps, asGzip) },
});

/** A field whose value stands at a second place as well, in a form of its own. */
export function echoed(
  field: EventField,
  at: Place,
  form: (value: string, before: string) => string | undefined = (value) => value,
): EventField {
  return {
    ...field,
    at: followed(field.at, (after, before) => {
      const said = form(field.at.read(after) ?? "", field.at.read(before) ?? "");
      return said === undefined ? after : at.write(after, said);
    }),
  };
}

/** The name at the end of an ARN, after its last `:` or `/`. */
export function nameInArn(label: string, ...steps: Steps): EventField {
  const whole = place(...steps, asText);
  return {
    label,
    kind: "line",
    at: {
      read: (event) => /[^:/]*$/.exec(whole.read(event) ?? "")?.[0],
      write: (event, name) => {
        const before = whole.read(event);
        return before === undefined
          ? event
          : whole.write(
              event,
              before.replace(/[^:/]*$/, () => name),
            );
      },
    },
  };
}

/**
 * Named values as a plain JSON object, `{"tenant": "acme"}`, where the source wraps each one: `wrap` makes the
 * source's form of a value, `unwrap` takes it back.
 */
export function wrappedValues(
  label: string,
  at: Place,
  wrap: (value: unknown) => unknown,
  unwrap: (wrapped: unknown) => unknown,
): EventField {
  const each = (said: string, change: (value: unknown) => unknown): string | undefined => {
    const values = parsed(said);
    if (typeof values !== "object" || values === null || Array.isArray(values)) return undefined;
    return JSON.stringify(
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)])),
      null,
      2,
    );
  };
  return {
    label,
    kind: "json",
    at: mapped(at, { read: (said) => each(said, unwrap), write: (said) => each(said, wrap) }),
  };
}
