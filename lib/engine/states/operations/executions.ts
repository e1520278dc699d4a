import { randomUUID } from "node:crypto";
import type * as api from "@aws-sdk/client-sfn";
import type { Clock } from "../../clock.ts";
import { pageOf } from "../../http/page-of.ts";
import { ServiceError } from "../../http/service.ts";
import { invalidInput, noExecution } from "../errors.ts";
import type { Execution, HistoryEvent } from "../execution/execution.ts";
import { executionArnOf, type Executions } from "../execution/executions.ts";
import type { Startable } from "../execution/find-startable.ts";
import { badToken, checkArn, checkName, findMachine } from "./machines.ts";
import { machineArnOf } from "./map-runs.ts";

/** Starting, stopping and reading executions. */
export function executionOperations(executions: Executions, clock: Clock) {
  const { store } = executions;
  const find = (given: string | undefined): Execution => {
    const arn = checkArn(given, "execution");
    const execution = store.find(arn);
    if (!execution) throw noExecution(arn);
    return execution;
  };
  const read = ({ machine, ...by }: Startable, input: api.StartExecutionInput) => {
    const { name = randomUUID(), input: text = "{}", traceHeader } = input;
    checkName(name);
    checkInput(text);
    const arn = executionArnOf(machine, name);
    return { arn, name, input: text, ...by, ...(traceHeader !== undefined && { traceHeader }) };
  };
  return {
    StartExecution(input: api.StartExecutionInput): api.StartExecutionOutput {
      const startable = executions.startable(checkArn(input.stateMachineArn));
      const { machine } = startable;
      const given = read(startable, input);
      if (machine.type === "EXPRESS") {
        void executions.runExpress(machine, given);
        return { executionArn: given.arn, startDate: new Date(clock.now()) };
      }
      const before = store.find(given.arn);
      if (before && (before.status !== "RUNNING" || before.input !== given.input))
        throw new ServiceError(
          "ExecutionAlreadyExists",
          `Execution Already Exists: '${given.arn}'`,
          400,
        );
      const { arn, startedMs } = before ?? executions.begin(machine, given);
      return { executionArn: arn, startDate: new Date(startedMs) };
    },

    async StartSyncExecution(
      input: api.StartSyncExecutionInput,
    ): Promise<api.StartSyncExecutionOutput> {
      const startable = executions.startable(checkArn(input.stateMachineArn));
      const { machine } = startable;
      if (machine.type !== "EXPRESS")
        throw new ServiceError(
          "StateMachineTypeNotSupported",
          "This operation is not supported by this type of state machine",
          400,
        );
      const ended = await executions.runExpress(machine, read(startable, input));
      const stoppedMs = ended.stoppedMs ?? ended.startedMs;
      return {
        ...described(ended, input.includedData),
        status: ended.status as api.SyncExecutionStatus,
        stopDate: new Date(stoppedMs),
        billingDetails: {
          billedDurationInMilliseconds: Math.ceil((stoppedMs - ended.startedMs + 1) / 100) * 100,
          billedMemoryUsedInMB: 64,
        },
      };
    },

    StopExecution(input: api.StopExecutionInput): api.StopExecutionOutput {
      const { arn } = find(input.executionArn);
      const stopped = executions.stop(arn, { error: input.error, cause: input.cause });
      return { stopDate: new Date(stopped?.stoppedMs ?? clock.now()) };
    },

    DescribeExecution(input: api.DescribeExecutionInput): api.DescribeExecutionOutput {
      const execution = find(input.executionArn);
      return {
        ...described(execution, input.includedData),
        ...startedBy(execution),
        ...(execution.stoppedMs !== undefined && { stopDate: new Date(execution.stoppedMs) }),
        ...redriven(execution),
        ...redrivability(execution, clock.now()),
      };
    },

    RedriveExecution(input: api.RedriveExecutionInput): api.RedriveExecutionOutput {
      const execution = find(input.executionArn);
      const { clientToken } = input;
      const { redrive: last } = execution;
      if (clientToken !== undefined && last?.clientToken === clientToken)
        return { redriveDate: new Date(last.lastMs) };
      const { redriveStatusReason: reason } = redrivability(execution, clock.now());
      if (reason !== undefined) throw new ServiceError("ExecutionNotRedrivable", reason, 400);
      const { redrive } = executions.redrive(execution, clientToken);
      return { redriveDate: new Date(redrive?.lastMs ?? clock.now()) };
    },

    ListExecutions(input: api.ListExecutionsInput): api.ListExecutionsOutput {
      const { redriveFilter, mapRunArn } = input;
      const arn =
        mapRunArn === undefined
          ? checkArn(input.stateMachineArn)
          : machineArnOf(checkArn(mapRunArn, "mapRun"));
      const by = store.versions.get(arn) ?? store.aliases.get(arn);
      const machineArn = by
        ? arn.slice(0, arn.lastIndexOf(":"))
        : mapRunArn === undefined
          ? findMachine(store, arn).arn
          : arn;
      const all = store
        .list(machineArn)
        .filter(({ versionArn, aliasArn }) => !by || versionArn === arn || aliasArn === arn)
        .filter((one) => mapRunArn === undefined || one.mapRunArn === mapRunArn)
        .filter(({ status }) => !input.statusFilter || status === input.statusFilter)
        .filter(({ redrive }) => !redriveFilter || (redriveFilter === "REDRIVEN") === !!redrive);
      const { items, nextToken } = pageOf(all, ({ arn }) => arn, {
        token: input.nextToken,
        size: input.maxResults || 100,
        invalidToken: badToken,
      });
      return {
        executions: items.map(
          ({ arn: executionArn, name, status, startedMs, stoppedMs, ...own }) => ({
            executionArn,
            stateMachineArn: machineArn,
            ...startedBy(own),
            name,
            status,
            startDate: new Date(startedMs),
            ...(stoppedMs !== undefined && { stopDate: new Date(stoppedMs) }),
            ...redriven(own),
          }),
        ),
        ...(nextToken !== undefined && { nextToken }),
      };
    },

    GetExecutionHistory(input: api.GetExecutionHistoryInput): api.GetExecutionHistoryOutput {
      const { arn } = find(input.executionArn);
      const events = store.history(arn);
      const ordered = input.reverseOrder ? events.toReversed() : events;
      const { items, nextToken } = pageOf(ordered, ({ id }) => String(id), {
        token: input.nextToken,
        size: input.maxResults || 100,
        invalidToken: badToken,
      });
      const withData = input.includeExecutionData ?? true;
      return {
        events: items.map((event) => shown(event, withData)),
        ...(nextToken !== undefined && { nextToken }),
      };
    },
  };
}

const redriven = ({ redrive }: Pick<Execution, "redrive">) => ({
  redriveCount: redrive?.count ?? 0,
  ...(redrive && { redriveDate: new Date(redrive.lastMs) }),
});

/** AWS redrives for 14 days after the end. */
const redrivableMs = 14 * 86_400_000;

function redrivability(
  { status, stoppedMs = 0 }: Execution,
  nowMs: number,
): Pick<api.DescribeExecutionOutput, "redriveStatus" | "redriveStatusReason"> {
  const isOpen = status === "RUNNING" || status === "SUCCEEDED";
  const reason = isOpen
    ? `Execution is ${status} and cannot be redriven`
    : nowMs > stoppedMs + redrivableMs
      ? "Execution ended more than 14 days ago and cannot be redriven"
      : undefined;
  return reason === undefined
    ? { redriveStatus: "REDRIVABLE" }
    : { redriveStatus: "NOT_REDRIVABLE", redriveStatusReason: reason };
}

const startedBy = ({
  versionArn,
  aliasArn,
  mapRunArn,
}: Pick<Execution, "versionArn" | "aliasArn" | "mapRunArn">) => ({
  ...(mapRunArn !== undefined && { mapRunArn }),
  ...(versionArn !== undefined && { stateMachineVersionArn: versionArn }),
  ...(aliasArn !== undefined && { stateMachineAliasArn: aliasArn }),
});

function described(execution: Execution, asked: api.IncludedData | undefined) {
  const included = asked !== "METADATA_ONLY";
  const { arn, machine, name, status, startedMs, input, output, error, cause, traceHeader } =
    execution;
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    name,
    status,
    startDate: new Date(startedMs),
    ...(included && { input }),
    inputDetails: { included },
    ...(output !== undefined && {
      ...(included && { output }),
      outputDetails: { included },
    }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    ...(traceHeader !== undefined && { traceHeader }),
  };
}

/** What states were handed can be left out. */
function shown(event: HistoryEvent, withData: boolean): api.HistoryEvent {
  const { id, previousId, type, timestampMs, details } = event;
  const value = Object.fromEntries(
    Object.entries(details?.value ?? {}).filter(
      ([name]) => withData || !["input", "output", "parameters"].includes(name),
    ),
  );
  return {
    id,
    previousEventId: previousId,
    type: type as api.HistoryEventType,
    timestamp: new Date(timestampMs),
    ...(details && { [details.member]: value }),
  };
}

function checkInput(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw invalidInput("Invalid State Machine Execution Input: 'The input is not valid JSON'");
  }
}
