import { elementsOf, parsed } from "./json-place";
import { formatJson } from "./json-text";
import { apiEvents } from "./sample-events/api";
import { carryEvent, type Route } from "./sample-events/carry-event";
import { cloudfrontEvents } from "./sample-events/cloudfront";
import { brokerEvents } from "./sample-events/brokers";
import { cognitoEvents } from "./sample-events/cognito";
import { gatewayEvents } from "./sample-events/gateway";
import { jobEvents } from "./sample-events/jobs";
import { mailEvents } from "./sample-events/mail";
import { monitoringEvents } from "./sample-events/monitoring";
import { voiceEvents } from "./sample-events/voice";
import { messageEvents } from "./sample-events/messages";
import { operationEvents } from "./sample-events/operations";
import type { Triggers } from "./trigger";
import { mappingsIn } from "./trigger-identity";
import type { Batch, EventTarget, SampleEvent } from "./sample-events/sample-event";
import { storageEvents } from "./sample-events/storage";
import { streamEvents } from "./sample-events/streams";

/** The templates of single sources, by group in the order they are shown. */
const plainEvents: readonly SampleEvent[] = [
  ...apiEvents,
  ...gatewayEvents,
  ...cloudfrontEvents,
  ...messageEvents,
  ...mailEvents,
  ...streamEvents,
  ...brokerEvents,
  ...storageEvents,
  ...monitoringEvents,
  ...operationEvents,
  ...jobEvents,
  ...cognitoEvents,
  ...voiceEvents,
];

const plainById = new Map(plainEvents.map((sample) => [sample.id, sample]));

/** Ways through several services that are built often, the source first. */
const commonRoutes: readonly Route[] = [
  ["s3-put", "sqs"],
  ["s3-put", "sns"],
  ["s3-put", "sns", "sqs"],
  ["s3-eventbridge", "sqs"],
  ["sns", "sqs"],
  ["sns", "sqs-fifo"],
  ["eventbridge", "sqs"],
  ["eventbridge", "sns"],
  ["eventbridge", "sns", "sqs"],
  ["eventbridge", "kinesis"],
  ["eventbridge", "firehose"],
  ["schedule-rule", "sqs"],
  ["sns", "firehose"],
  ["ses", "sns"],
  ["cloudwatch-alarm", "sns"],
  ["cloudwatch-alarm", "sns", "sqs"],
  ["cloudwatch-logs", "kinesis"],
  ["cloudwatch-logs", "firehose"],
  ["lambda-destination", "sqs"],
  ["lambda-destination", "sns"],
  ["lambda-destination", "eventbridge"],
];

/** Every template: of single sources, then through several services. */
export const sampleEvents: readonly SampleEvent[] = [
  ...plainEvents,
  ...commonRoutes.flatMap((route) => carryEvent(route, (id) => plainById.get(id)) ?? []),
];

const byId = new Map(sampleEvents.map((sample) => [sample.id, sample]));

/** The template of an id, also of a route that is not among the common ones: `ses>sns>sqs`. */
export function sampleOf(id: string): SampleEvent | undefined {
  const route = id.split(">");
  return (
    byId.get(id) ??
    (route.length > 1
      ? carryEvent(route as unknown as Route, (part) => plainById.get(part))
      : undefined)
  );
}

/** The template as text, with the function's own names and still with its placeholders. */
export function sampleText(sample: SampleEvent, target: EventTarget): string {
  return JSON.stringify(sample.event(target), null, 2);
}

/** What is known of a source that invokes the function. */
export interface OwnSource {
  /** As in ARNs: `sqs`. */
  service: string;
  arn?: string;
  /** Who writes into it, as its policy says: ARNs of topics, buckets, rules. */
  senders?: readonly string[];
  batchSize?: number;
}

/** What the function's triggers and its policy say about who calls it, each source once. */
export function ownSources({
  triggers,
  permissions,
}: Pick<Triggers, "triggers" | "permissions">): OwnSource[] {
  const sources = [
    ...mappingsIn(triggers).map(({ eventSourceArn, batchSize, queue }): OwnSource => ({
      // A self-managed cluster is known by its addresses.
      service: eventSourceArn.startsWith("arn:") ? eventSourceArn.split(":")[2]! : "kafka",
      arn: eventSourceArn.startsWith("arn:") ? eventSourceArn : undefined,
      senders: queue?.senderArns,
      batchSize,
    })),
    ...permissions.map(({ principal, sourceArn, isForUrl }): OwnSource => {
      if (isForUrl) return { service: "lambda" };
      const name = principal.split(".")[0] ?? principal;
      // A pattern of ARNs, as accounts often write it, names no source.
      const arn = sourceArn && !/[*?]/.test(sourceArn.split(":")[5] ?? "*") ? sourceArn : undefined;
      return {
        service: sourceArn?.split(":")[2] ?? servicesOfPrincipals[name] ?? name,
        arn: arn ?? (/:execute-api:/.test(sourceArn ?? "") ? sourceArn : undefined),
      };
    }),
  ];
  return [
    ...new Map(sources.map((source) => [`${source.service} ${source.arn}`, source])).values(),
  ];
}

/** Where the principal of a service has another name than its ARNs. */
const servicesOfPrincipals: Record<string, string> = {
  apigateway: "execute-api",
  edgelambda: "cloudfront",
  replicator: "cloudfront",
};

/** A template for one of the function's own sources. */
export interface OwnSample {
  sample: SampleEvent;
  /** Name of the source, to tell two queues apart. */
  sourceName?: string;
  sourceArns: string[];
  batchSize?: number;
}

/** The templates of the services that are known to invoke the function: the way the events really come first. */
export function ownSamples(sources: readonly OwnSource[]): OwnSample[] {
  return sources.flatMap(({ service, arn, senders = [], batchSize }) => {
    const direct = plainEvents.filter((sample) => sample.service === service && fits(sample, arn));
    const known = { sourceName: arn?.split(":").at(-1), batchSize };
    const own = (sample: SampleEvent | undefined, sender?: string): OwnSample[] => {
      const sourceArns = [arn, sender].filter((each) => each !== undefined);
      return sample ? [{ ...known, sample, sourceArns }] : [];
    };
    return [
      ...senders.flatMap((sender) =>
        passedOnBy(sender).flatMap((id) =>
          own(direct[0] && sampleOf(`${id}>${direct[0].id}`), sender),
        ),
      ),
      ...direct.flatMap((sample) => own(sample)),
      // What stands behind a topic is not known; a bucket is the usual case.
      ...(service === "sns" ? own(sampleOf("s3-put>sns")) : []),
    ];
  });
}

/** A FIFO queue's events are those of FIFO queues, and a bucket's stream none of a table. */
function fits(sample: SampleEvent, arn: string | undefined): boolean {
  if (sample.service !== "sqs" || !arn) return true;
  return (sample.id === "sqs-fifo") === arn.endsWith(".fifo");
}

/** The templates of what a sender, known by its ARN, puts into a queue. */
function passedOnBy(senderArn: string): string[] {
  return passedOn[senderArn.split(":")[2] ?? ""] ?? [];
}

const passedOn: Record<string, string[]> = {
  sns: ["sns", "s3-put>sns"],
  s3: ["s3-put"],
  events: ["eventbridge", "s3-eventbridge", "schedule-rule"],
};

/** How many records the batch has; 0 where the text is not such an event. */
export function batchCount({ at }: Batch, text: string): number {
  const records = parsed(at.read(text) ?? "");
  return Array.isArray(records) ? records.length : 0;
}

/** The event with `count` records: the last one is copied, or the last ones leave. */
export function withRecords(batch: Batch, text: string, count: number): string {
  const records = elementsOf(batch.at.read(text) ?? "");
  const last = records.at(-1);
  if (last === undefined || count < 1) return text;
  const next = Array.from({ length: count }, (_, index) => {
    const record = records[index];
    return record ?? batch.renumbered?.(last, index) ?? last;
  });
  const written = batch.at.write(text, `[${next.join(",")}]`);
  return formatJson(written) ?? text;
}
