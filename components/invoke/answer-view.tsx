"use client";

import { useSession } from "@/components/shell/session";
import { Badge, type Tone } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { formatDateTime, formatDuration, plain } from "@/lib/model/format";
import type { FunctionDetail } from "@/lib/model/function-detail";
import { httpStatusOf, type InvokeRequest, type InvokeResult, verdictOf } from "@/lib/model/invoke";
import { CallLog } from "./call-log";
import { EventFate } from "./event-fate";
import { FailureView } from "./failure-view";
import { ResponseView } from "./response-view";
import { ResultHead } from "./result-head";
import { SentEvent } from "./sent-event";
import { TimeAndMemory } from "./time-and-memory";

const verdictTone: Record<ReturnType<typeof verdictOf>["kind"], Tone> = {
  ok: "ok",
  error: "danger",
  throttled: "limit",
  refused: "danger",
};

export interface AnswerViewProps {
  request: InvokeRequest;
  result: InvokeResult;
  startedMs: number;
  detail: FunctionDetail;
  locked: string | undefined;
  onSendAgain(): void;
  onSendBuffered(): void;
}

/** A call that AWS answered. */
export function AnswerView(props: AnswerViewProps) {
  const { request, result, startedMs, detail, ...actions } = props;
  const isRun = request.type === "RequestResponse";
  return (
    <>
      <Outcome request={request} result={result} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <TimeAndMemory result={result} detail={detail} />
        <FailureView result={result} detail={detail} {...actions} />
        {isRun && (!result.functionError || result.errorDetails !== undefined) && (
          <ResponseView result={result} />
        )}
        {isRun && (
          <CallLog request={request} result={result} startedMs={startedMs} detail={detail} />
        )}
        {request.type === "Event" && (
          <EventFate
            result={result}
            qualifier={request.qualifier}
            startedMs={startedMs}
            detail={detail}
          />
        )}
        {request.type === "DryRun" && (
          <p className="px-3 pt-2.5 text-12 text-text-2">
            You may invoke this function with these parameters. Nothing was run.
          </p>
        )}
        <SentEvent request={request} />
        <Foot {...props} />
      </div>
    </>
  );
}

function Outcome({ request, result }: { request: InvokeRequest; result: InvokeResult }) {
  const verdict = verdictOf(request, result);
  const httpStatus = httpStatusOf(result);
  return (
    <ResultHead>
      <span role="status">
        <Badge tone={verdictTone[verdict.kind]}>{verdict.text}</Badge>
      </span>
      <span
        className="font-medium"
        title={httpStatus === undefined ? "AWS's answer" : "The response's own statusCode"}
      >
        HTTP {httpStatus ?? result.statusCode ?? "\u2013"}
      </span>
      {result.report?.initDurationMs !== undefined && (
        <span className="bdg" style={{ background: "var(--c-cold-soft)", color: "var(--text)" }}>
          {"\u25b2"} cold start
        </span>
      )}
      <span className="flex-1" />
      {result.requestId && (
        <>
          <span
            className="code-text truncate text-11 text-text-3"
            title={`Request ${result.requestId}`}
          >
            {result.requestId.slice(0, 13)}
          </span>
          <CopyButton label="Copy request id" text={result.requestId} />
        </>
      )}
    </ResultHead>
  );
}

function Foot({
  result,
  startedMs,
  detail,
}: Pick<AnswerViewProps, "result" | "startedMs" | "detail">) {
  const { zone } = useSession();
  return (
    <p className="px-3 py-2.5 text-11 text-text-3">
      {formatDateTime(startedMs, zone, startedMs)}
      {result.executedVersion && (
        <>
          {" "}
          {"\u00b7"} version {result.executedVersion} ran
          {detail.runsOn && <> on {detail.runsOn}</>}
        </>
      )}{" "}
      {"\u00b7"} answer after {plain(formatDuration(result.roundTripMs))}
      {result.firstByteMs !== undefined && (
        <>, first byte after {plain(formatDuration(result.firstByteMs))}</>
      )}
    </p>
  );
}
