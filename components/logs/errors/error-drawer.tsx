"use client";

import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Drawer } from "@/components/ui/drawer";
import type { ErrorGroup } from "@/lib/model/error-groups";
import { formatDateTime, formatFullCount } from "@/lib/model/format";
import { parseFrame } from "@/lib/model/stack-frames";
import { kindWords, placeOf, titleOf } from "./error-words";

const shownOccurrences = 100;

export interface ErrorDrawerProps {
  group: ErrorGroup;
  onRequest(requestId: string): void;
  onClose(): void;
}

/** One kind of error: where it comes from, and each time it happened. */
export function ErrorDrawer({ group, onRequest, onClose }: ErrorDrawerProps) {
  const { zone } = useSession();
  const { count, requests, versions, firstMs, lastMs, stack, message, occurrences } = group;
  const title = titleOf(group);
  const facts: [string, string | undefined][] = [
    ["What", kindWords[group.kind]],
    ["Where", placeOf(group)],
    ["Count", formatFullCount(count)],
    ["Requests", requests > 0 ? formatFullCount(requests) : undefined],
    ["Versions", versions.join(", ") || undefined],
    ["First", formatDateTime(firstMs, zone, lastMs)],
    ["Last", formatDateTime(lastMs, zone, lastMs)],
  ];
  return (
    <Drawer
      label={`Error ${title}`}
      onClose={onClose}
      title={<span className="text-12 font-semibold text-danger">{title}</span>}
    >
      <div className="flex flex-col gap-3 text-12">
        <p className="break-words whitespace-pre-wrap">{message}</p>
        <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
          {facts.map(([label, value]) =>
            value ? (
              <div key={label} className="contents">
                <dt className="text-text-3">{label}</dt>
                <dd className="min-w-0 text-right break-words">{value}</dd>
              </div>
            ) : null,
          )}
        </dl>
        {stack.length > 0 && <Stack lines={stack} />}
        <section>
          <h2 className="mb-1 font-semibold">
            Occurrences{" "}
            <span className="font-normal text-text-3">
              {count > shownOccurrences ? `newest ${shownOccurrences}` : count}
            </span>
          </h2>
          <ol>
            {occurrences.slice(0, shownOccurrences).map(({ event, requestId, version }) => (
              <li key={event.id} className="flex min-h-6 items-center gap-2">
                <span>{formatDateTime(event.timestampMs, zone, lastMs)}</span>
                {version && <span className="text-text-3">{version}</span>}
                <span className="flex-1" />
                {requestId ? (
                  <Button size="small" kind="ghost" onClick={() => onRequest(requestId)}>
                    <span className="code-text">{requestId.slice(0, 8)}</span>
                  </Button>
                ) : (
                  <span className="text-11 text-text-3" title={event.stream}>
                    no request id
                  </span>
                )}
              </li>
            ))}
          </ol>
        </section>
      </div>
    </Drawer>
  );
}

/** A trace; frames of the function's own code stand out. */
export function Stack({ lines }: { lines: readonly string[] }) {
  return (
    <section>
      <div className="mb-1 flex items-center">
        <h2 className="flex-1 font-semibold">Stack</h2>
        <CopyButton label="Copy stack" text={lines.join("\n")} />
      </div>
      <pre className="code text-11 break-words whitespace-pre-wrap">
        {lines.map((line, at) => {
          const frame = parseFrame(line);
          return (
            <span key={at} className={`block ${frame && !frame.own ? "text-text-3" : ""}`}>
              {line}
            </span>
          );
        })}
      </pre>
    </section>
  );
}
