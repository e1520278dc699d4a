import { type Place, within } from "../json-place";
import { fillPlaceholders } from "../placeholders";
import type { EventForm, SampleEvent } from "./sample-event";

/** Where the outer source's message stands, with `inner` in it. */
function slotOf(outer: EventForm, inner: EventForm, record: number): Place {
  const slot = outer.fields(record).find(({ carries }) => carries)?.carries;
  const at = inner.isCompressed ? slot?.compressed : slot?.plain;
  if (!at) throw new Error("this source carries no such events");
  return at;
}

/** `inner` inside the message of `outer`: an edit of an inner field is written through all encodings on the way. */
function carried(inner: EventForm, outer: EventForm, outerLabel: string): EventForm {
  return {
    event(target) {
      const text = fillPlaceholders(JSON.stringify(inner.event(target)), target.made);
      return JSON.parse(
        slotOf(outer, inner, 0).write(JSON.stringify(outer.event(target)), text),
      ) as unknown;
    },
    fields(record) {
      const slot = slotOf(outer, inner, record);
      const inside = inner.fields(0);
      const around = outer.fields(record).filter(({ carries }) => !carries);
      const isTaken = (label: string) => inside.some((field) => field.label === label);
      return [
        ...inside.map((field) => ({ ...field, at: within(slot, field.at), carries: undefined })),
        ...around.map((field) => ({
          ...field,
          label: isTaken(field.label) ? `${outerLabel}: ${field.label}` : field.label,
        })),
      ];
    },
  };
}

/** The way of an event: `["s3-put", "sns", "sqs"]` is an S3 event in an SNS notification in an SQS message. */
export type Route = readonly [string, string, ...string[]];

/**
 * The event that a function gets at the end of a route. Sources before the last one write what they pass on to
 * a queue, topic or stream; the last one calls the function.
 */
export function carryEvent(
  route: Route,
  sampleOf: (id: string) => SampleEvent | undefined,
): SampleEvent | undefined {
  const samples = route.map(sampleOf);
  const last = samples.at(-1);
  if (!last || samples.includes(undefined)) return undefined;
  const [first, ...others] = samples as [SampleEvent, ...SampleEvent[]];
  const form = others.reduce<EventForm>(
    (inner, outer) =>
      carried(inner, outer === last ? last : (outer.passedOn ?? outer), outer.label),
    first.passedOn ?? first,
  );
  return {
    ...form,
    id: route.join(">"),
    label: samples.map((sample) => sample!.label).join(" \u2192 "),
    group: "Routes through several services",
    service: last.service,
    batch: last.batch,
  };
}
