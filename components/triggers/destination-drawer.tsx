import { useFunctionAddress } from "@/components/functions/use-function";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Drawer } from "@/components/ui/drawer";
import { Note } from "@/components/ui/note";
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

/** A place that results or failures are sent to, and the way to where that is set. */
export function DestinationDrawer({
  destination: { on, arn, qualifier, from, visible },
  names,
  onOpen,
  onClose,
}: {
  destination: Destination;
  /** The names of the triggers that send there, by key. */
  names: ReadonlyMap<string, string>;
  /** A trigger's key, or `destinations` for the function's own. */
  onOpen(key: string): void;
  onClose(): void;
}) {
  const { qualifier: shown } = useFunctionAddress();
  const isOwn = from.length === 0;
  const isElsewhere = isOwn && qualifier !== shown;
  return (
    <Drawer
      title={sourceName(arn)}
      label={`Destination ${sourceName(arn)}`}
      onClose={onClose}
      footer={
        isOwn && !isElsewhere ? (
          <Button onClick={() => onOpen("destinations")}>Change or remove</Button>
        ) : undefined
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-12">{words[on]}</p>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-12">
          <dt className="text-text-3">ARN</dt>
          <dd className="flex min-w-0 items-start gap-1">
            <span className="code-text min-w-0 break-words">{arn}</span>
            <CopyButton text={arn} label="Copy ARN" />
          </dd>
          <dt className="text-text-3">Kind</dt>
          <dd>{sourceKind(arn)}</dd>
          {visible !== undefined && (
            <>
              <dt className="text-text-3">Waiting</dt>
              <dd className="tabular-nums">{formatFullCount(visible)}</dd>
            </>
          )}
          <dt className="text-text-3">Set on</dt>
          <dd className="flex min-w-0 flex-col items-start break-words">
            {isOwn && (qualifier ?? "the function")}
            {from.map((key) => (
              <button
                key={key}
                type="button"
                className="max-w-full truncate text-accent underline"
                onClick={() => onOpen(key)}
              >
                {names.get(key) ?? key}
              </button>
            ))}
          </dd>
        </dl>
        {isElsewhere && (
          <Note>It is changed where {qualifier ?? "the function itself"} is chosen above.</Note>
        )}
      </div>
    </Drawer>
  );
}
