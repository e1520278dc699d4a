"use client";

import { useNow } from "@/components/shell/use-now";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { formatBytes, formatDuration, plain } from "@/lib/model/format";
import type { FunctionDetail } from "@/lib/model/function-detail";
import type { InvokeRequest } from "@/lib/model/invoke";
import { AnswerView } from "./answer-view";
import { RefusalView } from "./refusal-view";
import { ResultHead } from "./result-head";
import type { Shown } from "./use-invocation";

export interface ResultViewProps {
  shown: Shown;
  detail: FunctionDetail;
  /** Why nothing can be sent now. */
  locked: string | undefined;
  onSend(request: InvokeRequest): void;
}

/** What came of an invocation: outcome first, then time, memory and cost, response, error and log. */
export function ResultView({ shown, detail, locked, onSend }: ResultViewProps) {
  switch (shown.phase) {
    case "nothing":
      return (
        <EmptyState title="No answer yet">
          Choose a template or write an event, then invoke. Event and answer are kept in the
          history.
        </EmptyState>
      );
    case "running":
      return <Running shown={shown} detail={detail} />;
    case "refused":
    case "answered": {
      const { request } = shown;
      const actions = {
        locked,
        onSendAgain: () => onSend(request),
        onSendBuffered: () => onSend({ ...request, streaming: false }),
      };
      return shown.phase === "refused" ? (
        <RefusalView request={request} problem={shown.problem} detail={detail} {...actions} />
      ) : (
        <AnswerView key={shown.id} {...shown} detail={detail} {...actions} />
      );
    }
  }
}

/** As much of a response that is still arriving is drawn: its end. */
const mostDrawn = 64 * 1024;

function Running({
  shown,
  detail,
}: {
  shown: Extract<Shown, { phase: "running" }>;
  detail: FunctionDetail;
}) {
  const now = useNow(200);
  const { prelude, text, bytes } = shown.streamed;
  return (
    <>
      <ResultHead>
        <Badge tone="accent">Running</Badge>
        <span className="text-text-2" role="timer">
          {plain(formatDuration(now - shown.startedMs))} of at most {detail.timeoutSeconds} s
        </span>
        <span className="flex-1" />
        <Button size="small" onClick={shown.cancel}>
          Stop waiting
        </Button>
      </ResultHead>
      {prelude && (
        <p className="px-3 pt-2.5 text-12 text-text-2">
          HTTP {prelude.statusCode ?? 200}
          {prelude.headers?.["content-type"] && ` \u00b7 ${prelude.headers["content-type"]}`}
        </p>
      )}
      {bytes > 0 && (
        <p className="p-3 text-12 text-text-2" role="status">
          {plain(formatBytes(bytes))} of binary data so far
        </p>
      )}
      {text !== "" && (
        <pre className="code m-3 min-h-0 flex-1 whitespace-pre-wrap" aria-live="off">
          {text.slice(-mostDrawn)}
        </pre>
      )}
    </>
  );
}
