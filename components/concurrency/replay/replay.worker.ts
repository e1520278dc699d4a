import { AccountReplay } from "@/lib/simulator/account-replay";
import { fitDemand } from "@/lib/simulator/fit-demand";
import type { Prediction } from "@/lib/simulator/prediction";
import { recommendAccount } from "@/lib/simulator/recommend-account";
import type { PredictedSide, ReplayAnswer, ReplayRequest, ReplaySide } from "./replay-messages";

interface Scope {
  onmessage: ((event: MessageEvent<ReplayRequest>) => void) | null;
  postMessage(answer: ReplayAnswer): void;
}
const scope = self as unknown as Scope;

let replays: Record<ReplaySide, AccountReplay> | undefined;
let sent: Record<ReplaySide, Map<string, Prediction>> = { now: new Map(), after: new Map() };
let newest: Extract<ReplayRequest, { kind: "predict" }> | undefined;

scope.onmessage = ({ data }) => {
  if (data.kind === "load") {
    const ofName = new Map(data.traffic.map((traffic) => [traffic.name, traffic]));
    const demands = data.functions.flatMap((each) => {
      const traffic = ofName.get(each.name);
      return traffic ? [fitDemand(traffic, each, data.stepSeconds)] : [];
    });
    const replay = () => new AccountReplay(demands, data.concurrencyLimit);
    replays = { now: replay(), after: replay() };
    sent = { now: new Map(), after: new Map() };
    return;
  }
  if (data.kind === "recommend") {
    if (!replays) return;
    const { demands, concurrencyLimit } = replays.now;
    const account = { concurrencyLimit, floor: data.floor };
    scope.postMessage({
      kind: "recommended",
      id: data.id,
      recommendation: recommendAccount(demands, data.present, account, data.options, data.targets),
    });
    return;
  }
  const isWaiting = newest !== undefined;
  newest = data;
  // While a handle moves only its newest place counts.
  if (!isWaiting) setTimeout(answerNewest);
};

function answerNewest(): void {
  const request = newest;
  newest = undefined;
  if (!request || !replays) return;
  scope.postMessage({
    kind: "predicted",
    id: request.id,
    sides: { now: side("now", replays, request), after: side("after", replays, request) },
  });
}

function side(
  name: ReplaySide,
  of: Record<ReplaySide, AccountReplay>,
  request: Extract<ReplayRequest, { kind: "predict" }>,
): PredictedSide {
  const { functions, pool, peakConcurrency } = of[name].predict(request[name], request.options);
  const changed = new Map(
    [...functions].filter(([each, prediction]) => sent[name].get(each) !== prediction),
  );
  sent[name] = functions;
  return { changed, pool, peakConcurrency };
}
