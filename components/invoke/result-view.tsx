"use client";

import { useState } from "react";
import { useSession } from "@/components/shell/session";
import { useNow } from "@/components/shell/use-now";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { JsonEditor } from "@/components/ui/json-editor";
import { Link } from "@/components/ui/link";
import { ProblemView } from "@/components/ui/problem-view";
import { Segmented } from "@/components/ui/segmented";
import { formatBytes, formatDateTime, formatDuration, plain } from "@/lib/model/format";
import type { FunctionDetail } from "@/lib/model/function-detail";
import {
  functionErrorOf,
  httpStatusOf,
  type InvokeRequest,
  type InvokeResult,
  verdictOf,
} from "@/lib/model/invoke";
import { formatJson } from "@/lib/model/json-text";
import { LogTail } from "./log-tail";
import { TimeAndMemory } from "./time-and-memory";
import type { Shown } from "./use-invocation";

/** What came of an invocation: outcome first, then time, memory and cost, response, error and log tail. */
export function ResultView({ shown, detail }: { shown: Shown; detail: FunctionDetail }) {
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
      return (
        <>
          <Head>
            <Badge tone={shown.problem.kind === "throttled" ? "limit" : "danger"}>
              {shown.problem.kind === "throttled" ? "Throttled" : "Not run"}
            </Badge>
          </Head>
          <div className="p-3">
            <ProblemView problem={shown.problem} />
          </div>
        </>
      );
    case "answered":
      return <Answer {...shown} detail={detail} />;
  }
}

function Head({ children }: { children: React.ReactNode }) {
  return (
    <div className="flex h-9.5 flex-none items-center gap-2 overflow-hidden border-b border-border px-2.5 text-12 whitespace-nowrap">
      {children}
    </div>
  );
}

function Running({
  shown,
  detail,
}: {
  shown: Extract<Shown, { phase: "running" }>;
  detail: FunctionDetail;
}) {
  const now = useNow(200);
  return (
    <>
      <Head>
        <Badge tone="accent">Running</Badge>
        <span className="text-text-2" role="timer">
          {plain(formatDuration(now - shown.startedMs))} of at most {detail.timeoutSeconds} s
        </span>
        <span className="flex-1" />
        <Button size="small" onClick={shown.cancel}>
          Stop waiting
        </Button>
      </Head>
      {shown.streamed !== "" && (
        <pre className="code m-3 min-h-0 flex-1 whitespace-pre-wrap" aria-live="off">
          {shown.streamed}
        </pre>
      )}
    </>
  );
}

const verdictTone: Record<ReturnType<typeof verdictOf>["kind"], Tone> = {
  ok: "ok",
  error: "danger",
  throttled: "limit",
  refused: "danger",
};

function Answer({
  request,
  result,
  startedMs,
  detail,
}: {
  request: InvokeRequest;
  result: InvokeResult;
  startedMs: number;
  detail: FunctionDetail;
}) {
  const { zone } = useSession();
  const verdict = verdictOf(request, result);
  const httpStatus = httpStatusOf(result);
  return (
    <>
      <Head>
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
      </Head>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <TimeAndMemory result={result} detail={detail} />
        <Failure result={result} />
        {request.type === "RequestResponse" && <Response result={result} />}
        {result.logTail !== undefined && (
          <LogTail text={result.logTail} functionName={detail.name} requestId={result.requestId} />
        )}
        <p className="px-3 py-2.5 text-11 text-text-3">
          {formatDateTime(startedMs, zone, startedMs)}
          {result.executedVersion && (
            <>
              {" "}
              {"\u00b7"} version {result.executedVersion} ran
            </>
          )}{" "}
          {"\u00b7"} answer after {plain(formatDuration(result.roundTripMs))}
          {result.firstByteMs !== undefined && (
            <>, first byte after {plain(formatDuration(result.firstByteMs))}</>
          )}
          {request.type === "Event" && (
            <>
              {" \u00b7 "}
              <Link
                className="font-medium text-accent"
                href={`/functions/${encodeURIComponent(detail.name)}/logs`}
              >
                Follow it in Logs
              </Link>
            </>
          )}
        </p>
      </div>
    </>
  );
}

function Failure({ result }: { result: InvokeResult }) {
  const error = functionErrorOf(result);
  if (!error) return null;
  return (
    <section aria-label="Error" className="border-b border-border px-3 py-2.5">
      <h2 className="mb-1 text-12 font-semibold text-danger">
        {error.type ?? result.functionError}
      </h2>
      <p className="text-12 break-words whitespace-pre-wrap">{error.message}</p>
      {error.stack.length > 0 && (
        <pre className="code mt-2 text-11">
          {error.stack.map((frame) => frame.replace(/\n$/, "")).join("\n")}
        </pre>
      )}
    </section>
  );
}

function Response({ result }: { result: InvokeResult }) {
  const [view, setView] = useState<"tree" | "raw">("tree");
  const tree = view === "tree" ? treeText(result.payload) : undefined;
  const bytes = new TextEncoder().encode(result.payload).length;
  return (
    <section aria-label="Response" className="border-b border-border px-3 py-2.5">
      <div className="mb-1.5 flex items-center gap-2 text-12">
        <h2 className="font-semibold">Response</h2>
        <span className="text-11 text-text-3">
          {plain(formatBytes(bytes))}
          {tree?.bodyParsed && " \u00b7 body shown parsed"}
        </span>
        <span className="flex-1" />
        <CopyButton label="Copy response" text={result.payload} />
        <Segmented<"tree" | "raw">
          size="small"
          aria-label="Response as"
          value={view}
          onChange={setView}
          options={[
            { value: "tree", label: "Tree" },
            { value: "raw", label: "Raw" },
          ]}
        />
      </div>
      {result.payload === "" ? (
        <p className="text-12 text-text-3">The response is empty.</p>
      ) : tree ? (
        <div
          className="max-h-90 overflow-hidden rounded-2 bg-surface-2"
          style={{ height: heightOf(tree.text) }}
        >
          <JsonEditor
            readOnly
            className="h-full"
            label="Response JSON"
            value={tree.text}
            onChange={ignore}
          />
        </div>
      ) : (
        <pre className="code max-h-90 break-all whitespace-pre-wrap">{shown(result.payload)}</pre>
      )}
    </section>
  );
}

const ignore = () => {};
const mostShown = 256 * 1024;

function heightOf(text: string): number {
  return Math.min(360, text.split("\n").length * 18.6 + 14);
}

function shown(text: string): string {
  if (text.length <= mostShown) return text;
  return `${text.slice(0, mostShown)}\n... ${plain(formatBytes(text.length - mostShown))} more; copy the response to have it all`;
}

/** The response indented, with a JSON `body` unfolded as API functions return it. Undefined when it is not JSON, or large. */
function treeText(payload: string): { text: string; bodyParsed: boolean } | undefined {
  if (payload.length > mostShown) return undefined;
  const text = formatJson(payload);
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(payload);
  if (
    typeof value !== "object" ||
    value === null ||
    !("body" in value) ||
    typeof value.body !== "string"
  )
    return { text, bodyParsed: false };
  const body = /^\s*[{[]/.test(value.body) ? formatJson(value.body) : undefined;
  if (body === undefined) return { text, bodyParsed: false };
  const inner = body.replaceAll("\n", "\n  ");
  const quoted = `"body": ${JSON.stringify(value.body)}`;
  // The text may write the string with other escapes; then it stays as it is.
  return text.includes(quoted)
    ? { text: text.replace(quoted, () => `"body": ${inner}`), bodyParsed: true }
    : { text, bodyParsed: false };
}
