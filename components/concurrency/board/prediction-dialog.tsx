"use client";

import type { ReactNode } from "react";
import type { ExactPrediction } from "@/components/concurrency/replay/use-exact-prediction";
import { useExactPrediction } from "@/components/concurrency/replay/use-exact-prediction";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { Quantity } from "@/components/ui/quantity";
import { Table } from "@/components/ui/table";
import {
  formatCount,
  formatDuration,
  formatFullCount,
  formatMs,
  formatPercent,
  plain,
  type Quantity as Parts,
} from "@/lib/model/format";
import type { ConcurrencyHolder } from "@/lib/model/settings-after";
import type { FunctionTraffic } from "@/lib/model/traffic";
import type { Prediction } from "@/lib/simulator/prediction";
import type { BoardLane } from "./board-lane";
import { predictedIds, predictedValues } from "./predicted-values";
import { singleRun } from "./single-run";
import type { Board } from "./use-board";

const replications = 10;

/** How a lane's predictions came about, held against the exact simulation, with what is assumed. */
export function PredictionDialog({
  board,
  functionName,
  onClose,
}: {
  board: Board;
  functionName: string;
  onClose(): void;
}) {
  const { lanes, traffic, account, replay } = board;
  const lane = lanes.find(({ now }) => now.name === functionName);
  const exact = useExactPrediction({
    functionName,
    traffic,
    functions: replay.functions,
    concurrencyLimit: account?.limit,
    changed: replay.changed,
    options: replay.options,
    replications,
  });
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title={`What ${functionName} would meet`}
      description={lane && <Settings lane={lane} board={board} />}
      footer={
        <>
          <Link href={`/functions/${encodeURIComponent(functionName)}/concurrency`} className="btn">
            Open the function
          </Link>
          <Button kind="primary" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      {lane?.predicted ? (
        <>
          <Figures {...lane.predicted} />
          <Simulated exact={exact} predicted={lane.predicted.after} />
          <Assumptions traffic={lane.traffic} settings={lane.after} />
        </>
      ) : (
        <p className="text-text-2">Its traffic has not been read, so nothing can be predicted.</p>
      )}
    </Dialog>
  );
}

function Settings({ lane: { after }, board }: { lane: BoardLane; board: Board }) {
  const { factor, spike } = board.replay.options;
  const minutes = ((board.traffic?.length ?? 0) * (board.traffic?.stepMs ?? 0)) / 60_000;
  return (
    <>
      {after.reserved === null
        ? "Without a reservation"
        : `With ${formatFullCount(after.reserved)} reserved`}
      , replaying {formatFullCount(minutes)} recorded minutes at {"\u00d7"}
      {factor}
      {spike !== "none" && ` with a ${spike.replace("-", " ")}`}.
    </>
  );
}

function Figures({ now, after }: { now: Prediction; after: Prediction }) {
  const rows: { label: string; now: Parts; after: Parts }[] = [
    ...predictedIds.map((id) => {
      const { name, valueOf, format } = predictedValues[id];
      return { label: name, now: format(valueOf(now)), after: format(valueOf(after)) };
    }),
    {
      label: "Time, p50",
      now: formatMs(now.latencyP50Seconds && now.latencyP50Seconds * 1000),
      after: formatMs(after.latencyP50Seconds && after.latencyP50Seconds * 1000),
    },
    {
      label: "Minutes with throttles",
      now: formatCount(now.stepsOver),
      after: formatCount(after.stepsOver),
    },
    {
      label: "Requests replayed",
      now: formatCount(Math.round(now.requests)),
      after: formatCount(Math.round(after.requests)),
    },
  ];
  return (
    <Table label="Predicted" compact>
      <thead>
        <tr>
          <th scope="col">Predicted</th>
          <th scope="col" className="num">
            Now
          </th>
          <th scope="col" className="num">
            After
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.label}>
            <td>{row.label}</td>
            <td className="num text-text-3">
              <Quantity of={row.now} />
            </td>
            <td className="num font-semibold">
              <Quantity of={row.after} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** The exact simulation of the planned settings: every request drawn and served one by one. */
export function Simulated({ exact, predicted }: { exact: ExactPrediction; predicted: Prediction }) {
  const { result, progress, problem } = exact;
  if (problem)
    return (
      <Note tone="warn" title={problem.title}>
        {problem.detail}
      </Note>
    );
  if (!result)
    return (
      <p role="status" className="text-12 text-text-2">
        The exact simulation runs
        {progress !== undefined && progress > 0 && `: ${plain(formatPercent(progress))}`}. It draws
        every request and follows each environment.
      </p>
    );
  const [simulated] = result.simulation.functions;
  if (!simulated) return null;
  const { interval95 } = simulated;
  const counts = (
    label: string,
    mean: number,
    interval: readonly [number, number] | null | undefined,
  ): ReactNode => {
    const [low, high] = singleRun(mean, interval, replications);
    return (
      <>
        <dt className="text-text-2">{label}</dt>
        <dd className="text-right font-semibold">{formatFullCount(Math.round(mean))}</dd>
        <dd className="text-right">
          {formatFullCount(Math.floor(low))} to {formatFullCount(Math.ceil(high))}
        </dd>
      </>
    );
  };
  return (
    <section aria-label="Exact simulation" role="status">
      <h3 className="pb-1 text-12 font-semibold">Exact simulation</h3>
      <p className="pb-2 text-12 text-text-2">
        {replications} replays of{" "}
        {result.isWhole
          ? "the whole window"
          : `the busiest ${plain(formatDuration(result.steps * 60_000))} (the whole window has more requests than can be simulated here)`}
        . Another such time would lie within the range in 95 of 100 cases.
      </p>
      <dl className="grid grid-cols-[1fr_auto_auto] gap-x-6 gap-y-1 text-12">
        {counts("Throttles", simulated.throttles, interval95?.throttles)}
        {counts("Cold starts", simulated.coldStarts, interval95?.coldStarts)}
      </dl>
      {result.isWhole && (
        <p className="pt-2 text-11 text-text-3">
          The quick prediction gives {formatFullCount(Math.round(predicted.throttles))} throttles
          and {formatFullCount(Math.round(predicted.coldStarts))} cold starts for the same time.
        </p>
      )}
    </section>
  );
}

/** What the predictions of a function take for granted. */
export function Assumptions({
  traffic,
  settings,
}: {
  traffic: FunctionTraffic | undefined;
  settings: Pick<ConcurrencyHolder, "queues">;
}) {
  const duration = traffic?.duration;
  return (
    <section>
      <h3 className="pb-1 text-12 font-semibold">How it is computed</h3>
      <ul className="flex list-disc flex-col gap-1 pl-4 text-12 text-text-2">
        <li>
          Each recorded minute is fitted: its requests (invocations and throttles), their run time,
          and from the most that ran at once how bunched they came. Then Erlang's formula says how
          many find every environment of the limit busy.
        </li>
        <li>
          {duration
            ? `One request takes ${plain(formatMs(duration.p50Seconds * 1000))} (p50) to ${plain(formatMs(duration.p99Seconds * 1000))} (p99), in every minute alike.`
            : "Nothing ran in this time, so there is nothing to replay."}
        </li>
        <li>
          Lambda also refuses more than ten requests a second for each unit of concurrency, which
          short calls reach before they fill it.
        </li>
        <li>
          An idle environment is kept for 10 minutes. AWS decides that by itself and can keep one
          longer.
        </li>
        <li>
          {traffic?.init
            ? `A cold start takes ${plain(formatMs(traffic.init.averageSeconds * 1000))} more, from ${formatFullCount(traffic.init.samples)} log lines.`
            : "How long a cold start takes is not read here; 400 ms are assumed. The function's own page reads it from the logs."}
        </li>
        <li>
          {settings.queues.length > 0
            ? "What its queues may not send waits in the queue and is not throttled."
            : "Callers are taken to wait for the answer. What is throttled is lost; calls from S3, SNS and the like would be tried again by Lambda."}
        </li>
        <li>Costs are list prices without the free tier; a month has 30 days.</li>
      </ul>
    </section>
  );
}
