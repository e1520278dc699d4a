"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { OldNew } from "@/components/ui/confirm-change";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { problemOf, ProblemView } from "@/components/ui/problem-view";
import { toast } from "@/components/ui/toast";
import { changeKey, settingLabel } from "@/lib/model/concurrency-plan";
import { usualUnreservedFloor } from "@/lib/model/concurrency-limits";
import { formatFullCount } from "@/lib/model/format";
import type { Problem } from "@/lib/model/problem";
import type { AccountRecommendation } from "@/lib/simulator/recommend-account";
import type { Recommendation } from "@/lib/simulator/recommend-function";
import { recommendedChanges } from "./recommended-changes";
import type { Board } from "./use-board";

interface Targets {
  throttlePercent: string;
  coldStartPercent: string;
  budgetUsd: string;
}

/** Asks for targets and proposes settings for the whole account that meet them; they go into the plan as one. */
export function RecommendDialog({ board, onClose }: { board: Board; onClose(): void }) {
  const [targets, setTargets] = useState<Targets>({
    throttlePercent: "0.1",
    coldStartPercent: "2",
    budgetUsd: "",
  });
  const [isBusy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<AccountRecommendation>();
  const [problem, setProblem] = useState<Problem>();
  const problems = targetProblems(targets);
  const proposals = answer ? proposalsOf(answer, board) : [];
  const changes = proposals.flatMap((proposal) => proposal.changes);
  const ask = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      setAnswer(
        await board.predictions.recommend(
          {
            throttleProbability: Number(targets.throttlePercent) / 100,
            coldStartProbability: Number(targets.coldStartPercent) / 100,
            budgetUsd: targets.budgetUsd === "" ? null : Number(targets.budgetUsd),
          },
          board.account?.floor ?? usualUnreservedFloor,
        ),
      );
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  const set = (name: keyof Targets) => (value: string) => {
    setTargets({ ...targets, [name]: value });
    setAnswer(undefined);
  };
  const putIntoPlan = () => {
    board.plan.set(...changes);
    toast.done(
      `${changes.length === 1 ? "1 change" : `${changes.length} changes`} put into the plan`,
    );
    onClose();
  };
  const hasTraffic = board.traffic !== undefined && board.account !== undefined;
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title="Recommend settings for the account"
      description={`The smallest reservations and the cheapest provisioned concurrency that would have met the targets, at \u00d7${board.replay.options.factor} of the replayed traffic.`}
      onSubmit={() => {
        if (answer && changes.length > 0) putIntoPlan();
        else if (hasTraffic && Object.keys(problems).length === 0) void ask();
      }}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {answer && changes.length > 0 ? (
            <Button type="submit" kind="primary">
              Put {changes.length === 1 ? "1 change" : `${changes.length} changes`} into the plan
            </Button>
          ) : (
            <Button
              type="submit"
              kind="primary"
              busy={isBusy}
              disabled={!hasTraffic || Object.keys(problems).length > 0}
            >
              Recommend
            </Button>
          )}
        </>
      }
    >
      <div className="grid gap-3 md:grid-cols-3">
        <Field label="Throttled at most" problem={problems.throttlePercent}>
          {(ids) => (
            <Input
              {...ids}
              value={targets.throttlePercent}
              onChange={set("throttlePercent")}
              after={<span className="text-text-3">%</span>}
            />
          )}
        </Field>
        <Field label="Cold at most" problem={problems.coldStartPercent}>
          {(ids) => (
            <Input
              {...ids}
              value={targets.coldStartPercent}
              onChange={set("coldStartPercent")}
              after={<span className="text-text-3">%</span>}
            />
          )}
        </Field>
        <Field
          label="Budget of a function"
          hint="Per month, with its calls. Empty: any."
          problem={problems.budgetUsd}
        >
          {(ids) => (
            <Input
              {...ids}
              value={targets.budgetUsd}
              onChange={set("budgetUsd")}
              before={<span className="text-text-3">$</span>}
            />
          )}
        </Field>
      </div>
      {!hasTraffic && (
        <Note>
          The traffic has not been read yet, and without it there is nothing to recommend.
        </Note>
      )}
      {problem && <ProblemView problem={problem} />}
      {answer && (
        <div aria-live="polite" className="flex flex-col gap-3">
          <Note tone={answer.functions.some(misses) ? "warn" : "ok"}>{answer.why}</Note>
          <ul className="flex flex-col" aria-label="Recommended settings">
            {proposals.map(({ recommendation, changes: own, rest }) => (
              <li
                key={recommendation.functionName}
                className="flex flex-col gap-0.5 border-b border-grid py-2 text-12 last:border-0"
              >
                <span className="flex flex-wrap gap-x-3">
                  <b className="min-w-40">{recommendation.functionName}</b>
                  {own.map((change) => (
                    <span key={changeKey(change)}>
                      <span className="text-text-3">{settingLabel(change)} </span>
                      <OldNew before={inWords(change.before)} after={inWords(change.after)} />
                    </span>
                  ))}
                </span>
                <span className="text-text-2">
                  {recommendation.why} {rest}
                </span>
              </li>
            ))}
          </ul>
          {proposals.length < answer.functions.length && (
            <p className="text-11 text-text-3">
              {formatFullCount(answer.functions.length - proposals.length)} functions stay as they
              are.
            </p>
          )}
        </div>
      )}
    </Dialog>
  );
}

/** Functions that would change, or that cannot meet the targets. */
function proposalsOf(answer: AccountRecommendation, board: Board) {
  const byName = new Map(board.lanes.map(({ now }) => [now.name, now]));
  return answer.functions.flatMap((recommendation) => {
    const now = byName.get(recommendation.functionName);
    if (!now) return [];
    const { changes, rest } = recommendedChanges(now, recommendation.settings);
    return changes.length > 0 || rest || misses(recommendation)
      ? [{ recommendation, changes, rest }]
      : [];
  });
}

function misses({ meets }: Recommendation): boolean {
  return !meets.throttles || !meets.coldStarts || !meets.budget;
}

function inWords(value: number | null): string {
  return value === null ? "none" : formatFullCount(value);
}

function targetProblems(targets: Targets): Partial<Record<keyof Targets, string>> {
  const isPercent = (text: string) =>
    text.trim() !== "" && Number(text) >= 0 && Number(text) <= 100;
  return {
    ...(!isPercent(targets.throttlePercent) && {
      throttlePercent: "A number from 0 to 100, in percent of the requests.",
    }),
    ...(!isPercent(targets.coldStartPercent) && {
      coldStartPercent: "A number from 0 to 100, in percent of the invocations.",
    }),
    ...(targets.budgetUsd !== "" &&
      !(Number(targets.budgetUsd) >= 0) && {
        budgetUsd: "An amount in dollars from 0, or nothing.",
      }),
  };
}
