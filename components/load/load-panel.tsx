"use client";

import { Play, Square } from "lucide-react";
import { useState } from "react";
import { useWidth } from "@/components/chart/use-width";
import { isProduction } from "@/components/connections/is-production";
import { useSession } from "@/components/shell/session";
import { useStatus } from "@/components/shell/status";
import { useStored } from "@/components/shell/use-stored";
import { Button } from "@/components/ui/button";
import { ConfirmChange } from "@/components/ui/confirm-change";
import { download } from "@/components/ui/download";
import { Note } from "@/components/ui/note";
import { useKeys } from "@/components/ui/use-keys";
import { formatDuration, formatFullCount, formatMoney, plain } from "@/lib/model/format";
import type { FunctionDetail } from "@/lib/model/function-detail";
import type { PastInvocation } from "@/lib/model/invoke";
import { estimateLoad, expectedDuration, type LoadEstimate } from "@/lib/model/load";
import { firstLoadForm, type LoadForm, loadOf } from "@/lib/model/load-form";
import { type LoadOutcome, loadOutcomes, pointsAsCsv } from "@/lib/model/load-result";
import type { Load } from "@/lib/model/load-schema";
import { FlightChart } from "./flight-chart";
import { LatencyScatter } from "./latency-scatter";
import { LoadFormView } from "./load-form-view";
import { LoadOutcomeView } from "./load-outcome";
import { OutcomeMark, outcomeNames } from "./outcome-mark";
import type { useLoad } from "./use-load";

export interface LoadPanelProps {
  detail: FunctionDetail;
  qualifier: string | undefined;
  load: ReturnType<typeof useLoad>;
  event: { name: string; text: string; problem?: string; onEdit(): void };
  /** Earlier calls, for how long one takes. */
  history: readonly PastInvocation[];
  /** Why nothing can be invoked now. */
  locked: string | undefined;
}

/** The Burst side of the Test page: a load to send, the calls as they come back, and what came of them. */
export default function LoadPanel(props: LoadPanelProps) {
  const { detail, qualifier, load, event, history, locked } = props;
  const { connection, connectionId } = useSession();
  const [stored, setForm] = useStored(`load.${connectionId}.${detail.name}`, firstLoadForm);
  const form = formOf(stored);
  const [asked, setAsked] = useState<Load>();
  const { run, start, stop } = load;
  const isRunning = run?.isRunning ?? false;
  const chosen = event.problem ? undefined : loadOf(form, { payload: event.text, qualifier });
  const expected = expectedDuration(history);
  const estimate =
    chosen &&
    estimateLoad(chosen, detail, {
      durationMs: expected.durationMs,
      timeoutSeconds: detail.timeoutSeconds,
    });
  const isRealAccount = connection?.kind === "profile";

  const submit = () => {
    if (!chosen || isRunning || locked) return;
    if (isRealAccount) setAsked(chosen);
    else void start(chosen, false);
  };
  const exportCsv = () => {
    if (!run || run.points.length === 0) return;
    download(`${detail.name}-calls.csv`, "text/csv", pointsAsCsv(run.points));
  };
  const { hidden, toggle } = useHidden();
  useKeys({
    "mod+enter": submit,
    escape: () => (isRunning ? stop() : false),
    s: event.onEdit,
    e: exportCsv,
    ...Object.fromEntries(loadOutcomes.map((outcome, i) => [String(i + 1), () => toggle(outcome)])),
  });
  useStatus({
    keys: [
      [["Ctrl", "\u21b5"], "run"],
      [["Esc"], "stop"],
      [["S"], "single"],
      [["1", "\u2013", "4"], "show one result kind"],
      [["E"], "export"],
    ],
    source: connection && `${connection.label} \u00b7 ${qualifier ?? "$LATEST"}`,
  });

  return (
    <div className="grid min-h-0 flex-1 grid-cols-[224px_minmax(0,1fr)_316px] max-lg:flex max-lg:flex-col max-lg:overflow-y-auto lg:overflow-hidden">
      <section
        aria-label="Load"
        className="flex min-h-0 flex-none flex-col border-border lg:overflow-y-auto lg:border-r max-lg:border-b"
      >
        <LoadFormView form={form} onChange={setForm} event={event} />
        <span className="flex-1" />
        <div className="flex flex-col gap-2 p-3">
          {estimate && (
            <EstimateNote estimate={estimate} expected={expected} isRealAccount={isRealAccount} />
          )}
          {isRunning ? (
            <Button icon={Square} shortcut="Esc" className="justify-center" onClick={stop}>
              Stop
            </Button>
          ) : (
            <Button
              kind="primary"
              icon={Play}
              shortcut={"Ctrl \u21b5"}
              className="justify-center"
              locked={locked}
              disabled={chosen === undefined}
              onClick={submit}
            >
              {`${run ? "Run again" : "Run"}${isRealAccount ? "\u2026" : ""}`}
            </Button>
          )}
        </div>
      </section>
      <section
        aria-label="Calls"
        className="flex min-h-0 min-w-0 flex-col border-border lg:border-r max-lg:flex-none max-lg:border-b"
      >
        <Charts run={run} detail={detail} hidden={hidden} toggle={toggle} />
      </section>
      <section
        aria-label="Load result"
        className="flex min-h-0 flex-col max-lg:min-h-60 max-lg:flex-none"
      >
        <LoadOutcomeView run={run} detail={detail} onExport={exportCsv} />
      </section>
      {asked && (
        <ConfirmLoad
          load={asked}
          detail={detail}
          estimate={estimate}
          typeToConfirm={connection && isProduction(connection) ? connection.label : undefined}
          place={connection?.label ?? ""}
          onConfirm={() => void start(asked, true)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </div>
  );
}

/** Which outcomes are left out of the picture. */
function useHidden() {
  const [hidden, setHidden] = useState<ReadonlySet<LoadOutcome>>(new Set());
  const toggle = (outcome: LoadOutcome) =>
    setHidden((before) => {
      const after = new Set(before);
      if (!after.delete(outcome)) after.add(outcome);
      return after;
    });
  return { hidden, toggle };
}

/** The browser's store writes an empty number as null, and may be older than a field. */
function formOf(stored: LoadForm): LoadForm {
  const values = Object.entries(firstLoadForm).map(([key, first]) => {
    const value: unknown = stored[key as keyof LoadForm];
    return [key, value === undefined ? first : value === null ? Number.NaN : value];
  });
  return Object.fromEntries(values) as LoadForm;
}

function EstimateNote(props: {
  estimate: LoadEstimate;
  expected: ReturnType<typeof expectedDuration>;
  isRealAccount: boolean;
}) {
  const { estimate, expected, isRealAccount } = props;
  const calls = `about ${formatFullCount(estimate.calls)} ${estimate.calls === 1 ? "call" : "calls"}`;
  if (!isRealAccount)
    return (
      <Note>
        Sends {calls} that really run. On AWS they would cost about{" "}
        <b className="font-medium">{formatMoney(estimate.usd)}</b>.
      </Note>
    );
  return (
    <Note>
      Sends {calls} that really run: about{" "}
      <b className="font-medium">{formatMoney(estimate.usd)}</b> at{" "}
      {plain(formatDuration(expected.durationMs))} a call
      {expected.measured ? " as in the last calls" : ", which is a guess"}, at most{" "}
      {formatMoney(estimate.mostUsd)}. List price of Lambda alone.
    </Note>
  );
}

const scatterHeight = 380;
const flightHeight = 200;

function Charts(props: {
  run: LoadPanelProps["load"]["run"];
  detail: FunctionDetail;
  hidden: ReadonlySet<LoadOutcome>;
  toggle(outcome: LoadOutcome): void;
}) {
  const { run, detail, hidden, toggle } = props;
  const [measure, width] = useWidth<HTMLDivElement>();
  const result = run?.result;
  const thinned = result && Math.max(...Object.values(result.everyNth));
  return (
    <div ref={measure} className="min-w-0 lg:min-h-0 lg:flex-1 lg:overflow-y-auto">
      <ChartHead title="Latency per call">
        {thinned !== undefined && thinned > 1 && (
          <span className="text-11 text-text-3">1 in {formatFullCount(thinned)} drawn</span>
        )}
        {loadOutcomes.map((outcome) => (
          <button
            key={outcome}
            type="button"
            aria-pressed={!hidden.has(outcome)}
            title={`${hidden.has(outcome) ? "Show" : "Hide"} ${outcome} calls`}
            className={`flex min-h-6 items-center gap-1 text-11 ${hidden.has(outcome) ? "text-text-3 line-through" : "text-text-2"}`}
            onClick={() => toggle(outcome)}
          >
            <OutcomeMark outcome={outcome} />
            {outcomeNames[outcome].toLowerCase()}
          </button>
        ))}
      </ChartHead>
      <div style={{ height: scatterHeight }}>
        {result && width > 0 && (
          <LatencyScatter
            result={result}
            points={run.points}
            hidden={hidden}
            width={width}
            height={scatterHeight}
          />
        )}
      </div>
      <ChartHead title="Calls in flight" border>
        <span className="flex items-center gap-1 text-11 text-text-2">
          <i className="h-0.75 w-2.5 rounded-full bg-(--c-observed)" aria-hidden="true" /> in flight
        </span>
        <span className="flex items-center gap-1 text-11 text-text-2">
          <i
            className="size-2.5"
            aria-hidden="true"
            style={{
              background:
                "repeating-linear-gradient(135deg, var(--c-throttle) 0 1.5px, var(--c-throttle-soft) 1.5px 4px)",
            }}
          />{" "}
          refused
        </span>
      </ChartHead>
      <div style={{ height: flightHeight }}>
        {result && width > 0 && (
          <FlightChart
            result={result}
            reservedConcurrency={detail.reservedConcurrency}
            width={width}
            height={flightHeight}
          />
        )}
      </div>
    </div>
  );
}

function ChartHead(props: { title: string; border?: boolean; children: React.ReactNode }) {
  return (
    <div
      className={`flex min-h-9.5 flex-wrap items-center gap-x-3 border-b border-border px-3 text-12 ${props.border ? "border-t" : ""}`}
    >
      <h2 className="font-semibold">{props.title}</h2>
      <span className="flex-1" />
      {props.children}
    </div>
  );
}

function ConfirmLoad(props: {
  load: Load;
  detail: FunctionDetail;
  estimate: LoadEstimate | undefined;
  place: string;
  typeToConfirm: string | undefined;
  onConfirm(): void;
  onClose(): void;
}) {
  const { load, detail, estimate, place, typeToConfirm, onConfirm, onClose } = props;
  return (
    <ConfirmChange
      open
      onOpenChange={onClose}
      title={`Send about ${formatFullCount(estimate?.calls)} calls to ${detail.name} on ${place}?`}
      values={[]}
      action="Send"
      typeToConfirm={typeToConfirm}
      onConfirm={async () => onConfirm()}
    >
      <p className="text-12 text-text-2">
        The function runs with its real role and does each time what the event asks of it; that
        cannot be undone. About {formatMoney(estimate?.usd)}, at most{" "}
        {formatMoney(estimate?.mostUsd)} when each call runs until its time-out (list price of
        Lambda alone). Other callers of this function and of the account's shared concurrency may be
        throttled meanwhile.
      </p>
      <p className="text-12 text-text-2">
        It ends after {formatFullCount(load.maximumCalls)} calls or{" "}
        {plain(formatDuration(load.durationSeconds * 1000))}
        {load.stopAtErrorPercent === null
          ? ""
          : `, or when ${formatFullCount(load.stopAtErrorPercent)}\u2009% of the answers are errors`}
        , and at once with Esc.
      </p>
    </ConfirmChange>
  );
}
