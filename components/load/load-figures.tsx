import { Table } from "@/components/ui/table";
import { formatDuration, formatFullCount, formatPercent, plain } from "@/lib/model/format";
import {
  type LoadBand,
  type LoadOutcome,
  loadOutcomes,
  type LoadResult,
  type OutcomeFigures,
  shareOf,
} from "@/lib/model/load-result";
import { OutcomeMark, outcomeNames } from "./outcome-mark";

/** Calls, share and percentiles by outcome and altogether. */
export function OutcomeTable({ result, isOpen }: { result: LoadResult; isOpen: boolean }) {
  const { all, outcomes } = result;
  return (
    <>
      <Table label="Results by outcome" compact>
        <colgroup>
          <col />
          <col style={{ width: 54 }} />
          <col style={{ width: 56 }} />
          <col style={{ width: 58 }} />
          <col style={{ width: 66 }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Result</th>
            <th scope="col" className="num">
              Calls
            </th>
            <th scope="col" className="num">
              Share
            </th>
            <th scope="col" className="num">
              p50 ms
            </th>
            <th scope="col" className="num">
              p99 ms
            </th>
          </tr>
        </thead>
        <tbody>
          {loadOutcomes.map((outcome) => (
            <FiguresRow
              key={outcome}
              result={result}
              figures={outcomes[outcome]}
              outcome={outcome}
            />
          ))}
          <FiguresRow result={result} figures={all} />
        </tbody>
      </Table>
      <p className="px-3 py-1.5 text-11 text-text-3">
        {isOpen
          ? `From the moment a call was due. As sent: p50 ${plain(formatDuration(all.uncorrectedLatencyMs?.p50))}, p99 ${plain(formatDuration(all.uncorrectedLatencyMs?.p99))}.`
          : "From sending a call to its answer. Callers wait for answers, so a slow function gets fewer calls."}
      </p>
    </>
  );
}

const toneOf: Partial<Record<LoadOutcome, string>> = {
  throttled: "text-limit",
  error: "text-danger",
};

function FiguresRow(props: { result: LoadResult; figures: OutcomeFigures; outcome?: LoadOutcome }) {
  const { result, figures, outcome } = props;
  const { calls, latencyMs } = figures;
  const tone = calls > 0 && outcome ? (toneOf[outcome] ?? "") : calls === 0 ? "text-text-3" : "";
  const ms = (value: number | undefined) =>
    value === undefined
      ? "\u2013"
      : formatFullCount(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
  return (
    <tr>
      <th scope="row">
        <span className="flex items-center gap-1.5 font-medium">
          {outcome && <OutcomeMark outcome={outcome} />}
          {outcome ? outcomeNames[outcome] : "All"}
        </span>
      </th>
      <td className={`num font-semibold ${tone}`}>{formatFullCount(calls)}</td>
      <td className="num text-text-2">{plain(formatPercent(shareOf(result, calls)))}</td>
      <td className="num">{ms(latencyMs?.p50)}</td>
      <td className="num">{ms(latencyMs?.p99)}</td>
    </tr>
  );
}

const bandFill: Record<LoadOutcome, string> = {
  warm: "var(--c-observed)",
  cold: "var(--c-cold)",
  throttled:
    "repeating-linear-gradient(135deg, var(--c-throttle) 0 1.5px, var(--c-throttle-soft) 1.5px 5px)",
  error: "var(--c-error)",
};

/** How many calls took how long, in bands that double. */
export function LatencySpread({ spread }: { spread: readonly LoadBand[] }) {
  const callsOf = ({ calls }: LoadBand) =>
    loadOutcomes.reduce((sum, outcome) => sum + calls[outcome], 0);
  const most = Math.max(1, ...spread.map(callsOf));
  return (
    <section aria-label="Latency spread" className="border-t border-border px-3 py-2.5">
      <h3 className="mb-1.5 flex items-baseline gap-2 text-12 font-semibold">
        Latency spread <span className="text-11 font-normal text-text-3">calls per band</span>
      </h3>
      <ul>
        {spread.map((band, index) => (
          <li key={band.fromMs} className="flex h-[19px] items-center gap-2 text-11">
            <span className="w-16 flex-none text-right whitespace-nowrap text-text-3">
              {bandLabel(band.fromMs, index === 0)}
            </span>
            <span className="flex h-[11px] min-w-0 flex-1" aria-hidden="true">
              {loadOutcomes.map((outcome) => (
                <i
                  key={outcome}
                  title={`${outcomeNames[outcome]} ${formatFullCount(band.calls[outcome])}`}
                  style={{
                    width: `${(band.calls[outcome] / most) * 100}%`,
                    minWidth: band.calls[outcome] > 0 ? 2 : 0,
                    background: bandFill[outcome],
                  }}
                />
              ))}
            </span>
            <span className="w-12 flex-none text-right tabular-nums">
              {formatFullCount(callsOf(band))}
              <span className="sr-only">
                {" calls: "}
                {loadOutcomes
                  .filter((outcome) => band.calls[outcome] > 0)
                  .map((outcome) => `${outcomeNames[outcome]} ${band.calls[outcome]}`)
                  .join(", ")}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** `4–8 ms`, `0.5–1 s`; the bands begin at powers of two milliseconds. */
function bandLabel(fromMs: number, first: boolean): string {
  const toMs = fromMs === 0 ? 2 : fromMs * 2;
  if (toMs <= 512) return `${fromMs}\u2013${toMs}${first ? "\u2009ms" : ""}`;
  const seconds = (ms: number) => String(Number((ms / 1024).toPrecision(2)));
  return `${seconds(fromMs)}\u2013${seconds(toMs)}\u2009s`;
}
