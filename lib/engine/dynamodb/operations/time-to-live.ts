import type {
  DescribeTimeToLiveInput,
  DescribeTimeToLiveOutput,
  UpdateTimeToLiveInput,
  UpdateTimeToLiveOutput,
} from "@aws-sdk/client-dynamodb";
import type { CallContext } from "../../http/service.ts";
import type { DynamoDbDeps } from "../dynamodb-deps.ts";
import { invalid } from "../errors.ts";

export function describeTimeToLive(
  { tables }: DynamoDbDeps,
  input: DescribeTimeToLiveInput,
  { region }: CallContext,
): DescribeTimeToLiveOutput {
  const { timeToLive } = tables.require(region, input.TableName);
  return {
    TimeToLiveDescription:
      timeToLive === undefined
        ? { TimeToLiveStatus: "DISABLED" }
        : { TimeToLiveStatus: "ENABLED", AttributeName: timeToLive },
  };
}

/** Says which attribute holds the time, in epoch seconds, at which an item goes. */
export function updateTimeToLive(
  { tables, items }: DynamoDbDeps,
  input: UpdateTimeToLiveInput,
  { region }: CallContext,
): UpdateTimeToLiveOutput {
  const table = tables.require(region, input.TableName);
  const { Enabled: enabled = false, AttributeName: attribute = "" } =
    input.TimeToLiveSpecification ?? {};
  const { timeToLive, ...without } = table;
  if (enabled === (timeToLive !== undefined))
    throw invalid(enabled ? "TimeToLive is already enabled" : "TimeToLive is already disabled");
  if (!enabled && attribute !== timeToLive)
    throw invalid(
      `TimeToLive is active on a different AttributeName: current AttributeName is ${timeToLive}`,
    );
  const changed = enabled ? { ...table, timeToLive: attribute } : without;
  items.atomically(() => {
    tables.put(changed);
    items.fillExpiries(changed);
  });
  return { TimeToLiveSpecification: { Enabled: enabled, AttributeName: attribute } };
}
