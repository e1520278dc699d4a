import type { ListMetricsInput, ListMetricsOutput } from "@aws-sdk/client-cloudwatch";
import type { Clock } from "../../clock.ts";
import { refuseFields } from "../../http/refuse-fields.ts";
import { type CallContext, ServiceError } from "../../http/service.ts";
import type { MetricStore } from "../metric-store.ts";

const pageSize = 500;
const twoWeeksMs = 14 * 86_400_000;
const threeHoursMs = 3 * 3_600_000;

/** Metrics with a value in the last two weeks (or three hours), in the order they first appeared. */
export const listMetrics =
  (store: MetricStore, clock: Clock) =>
  (input: ListMetricsInput, context: CallContext): ListMetricsOutput => {
    refuseFields(
      "InvalidParameterValueException",
      { ...input, IncludeLinkedAccounts: input.IncludeLinkedAccounts || undefined },
      { IncludeLinkedAccounts: "it has one account.", OwningAccount: "it has one account." },
    );
    store.settle();
    const activeMs = input.RecentlyActive === "PT3H" ? threeHoursMs : twoWeeksMs;
    const matching = store.series
      .list(context.region, readToken(input.NextToken), clock.now() - activeMs)
      .filter(
        ({ namespace, name, dimensions }) =>
          (input.Namespace === undefined || namespace === input.Namespace) &&
          (input.MetricName === undefined || name === input.MetricName) &&
          (input.Dimensions ?? []).every(
            ({ Name = "", Value }) =>
              Object.hasOwn(dimensions, Name) &&
              (Value === undefined || dimensions[Name] === Value),
          ),
      );
    const page = matching.slice(0, pageSize);
    const last = page.at(-1);
    return {
      Metrics: page.map(({ namespace, name, dimensions }) => ({
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      })),
      ...(last && matching.length > pageSize && { NextToken: writeToken(last.id) }),
    };
  };

function writeToken(id: number): string {
  return Buffer.from(`metric ${id}`).toString("base64url");
}

function readToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const id = /^metric (\d+)$/.exec(Buffer.from(token, "base64url").toString())?.[1];
  if (id === undefined)
    throw new ServiceError(
      "InvalidParameterValueException",
      "The parameter NextToken is not a token of ListMetrics.",
      400,
    );
  return Number(id);
}
