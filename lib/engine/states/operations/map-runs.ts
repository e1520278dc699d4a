import type * as api from "@aws-sdk/client-sfn";
import { pageOf } from "../../http/page-of.ts";
import { noResource } from "../errors.ts";
import type { MapRun } from "../execution/execution.ts";
import type { ExecutionStore } from "../execution/execution-store.ts";
import { badToken, checkArn } from "./machines.ts";

/** Reading the runs of distributed Maps. */
export function mapRunOperations(store: ExecutionStore) {
  return {
    DescribeMapRun(input: api.DescribeMapRunInput): api.DescribeMapRunOutput {
      const run = store.mapRuns.get(checkArn(input.mapRunArn, "mapRun"));
      if (!run) throw noResource();
      return {
        mapRunArn: run.arn,
        executionArn: run.executionArn,
        status: run.status,
        startDate: new Date(run.startedMs),
        ...(run.stoppedMs !== undefined && { stopDate: new Date(run.stoppedMs) }),
        maxConcurrency: run.maxConcurrency,
        toleratedFailureCount: run.toleratedFailureCount,
        toleratedFailurePercentage: run.toleratedFailurePercentage,
        itemCounts: counts(run, run.items),
        executionCounts: counts(run, run.children),
        redriveCount: 0,
      };
    },

    ListMapRuns(input: api.ListMapRunsInput): api.ListMapRunsOutput {
      const arn = checkArn(input.executionArn, "execution");
      const all = [...store.mapRuns.values()]
        .filter(({ executionArn }) => executionArn === arn)
        .sort((one, other) => other.startedMs - one.startedMs);
      const { items, nextToken } = pageOf(all, (run) => run.arn, {
        token: input.nextToken,
        size: input.maxResults || 100,
        invalidToken: badToken,
      });
      return {
        mapRuns: items.map(({ arn: mapRunArn, executionArn, startedMs, stoppedMs }) => ({
          executionArn,
          mapRunArn,
          stateMachineArn: machineArnOf(mapRunArn),
          startDate: new Date(startedMs),
          ...(stoppedMs !== undefined && { stopDate: new Date(stoppedMs) }),
        })),
        ...(nextToken !== undefined && { nextToken }),
      };
    },
  };
}

/** The machine of a run's child executions. */
export const machineArnOf = (mapRunArn: string): string =>
  mapRunArn.replace(":mapRun:", ":stateMachine:").replace(/:[^:]*$/, "");

function counts({ status }: MapRun, { total, succeeded, failed }: MapRun["items"]) {
  const left = total - succeeded - failed;
  const isRunning = status === "RUNNING";
  return {
    total,
    succeeded,
    failed,
    pending: 0,
    running: isRunning ? left : 0,
    aborted: isRunning ? 0 : left,
    timedOut: 0,
    resultsWritten: 0,
  };
}
