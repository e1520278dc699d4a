import { Drawer } from "@/components/ui/drawer";
import { CopyButton } from "@/components/ui/copy-button";
import { formatFullCount } from "@/lib/model/format";
import { type Destination, sourceKind, sourceName } from "@/lib/model/trigger";

const words: Record<Destination["on"], string> = {
  success: "The results of asynchronous calls that went well.",
  failure: "Events of asynchronous calls that failed to the end, with the reason.",
  "dead-letter":
    "The function's dead-letter queue: events that failed to the end, without the reason.",
  "batch-failure":
    "Where the records are that a mapping has given up: their place in the source and the reason.",
  redrive: "The source queue's dead-letter queue: messages that were received too often.",
  "delivery-failure": "Events that the source could not bring to the function.",
};

/** A place that results or failures are sent to. */
export function DestinationDrawer({
  destination: { on, arn, qualifier, from, visible },
  names,
  onClose,
}: {
  destination: Destination;
  /** The names of the triggers that send there, by key. */
  names: ReadonlyMap<string, string>;
  onClose(): void;
}) {
  const senders = from.map((key) => names.get(key) ?? key);
  const facts = [
    ["Kind", sourceKind(arn)],
    ["Waiting", visible === undefined ? undefined : formatFullCount(visible)],
    ["Set on", senders.length > 0 ? senders.join(", ") : (qualifier ?? "the function")],
  ].filter(([, value]) => value !== undefined);
  return (
    <Drawer title={sourceName(arn)} label={`Destination ${sourceName(arn)}`} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-12">{words[on]}</p>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-12">
          <dt className="text-text-3">ARN</dt>
          <dd className="flex min-w-0 items-start gap-1">
            <span className="code-text min-w-0 break-words">{arn}</span>
            <CopyButton text={arn} label="Copy ARN" />
          </dd>
          {facts.map(([label, value]) => (
            <div key={label} className="contents">
              <dt className="text-text-3">{label}</dt>
              <dd className="break-words">{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Drawer>
  );
}
