import { asList, asValues, isValues, type Values } from "../stack/template";

/** The headers that the framework lets pages send where CORS names none. */
export const usualHeaders = [
  "Content-Type",
  "X-Amz-Date",
  "Authorization",
  "X-Api-Key",
  "X-Amz-Security-Token",
  "X-Amz-User-Agent",
  "X-Amzn-Trace-Id",
];

/** The members of `given` under other names. */
export function named(given: Values, names: Readonly<Record<string, string>>): Values {
  return Object.fromEntries(
    Object.entries(names).flatMap(([from, to]) =>
      given[from] === undefined ? [] : [[to, given[from]]],
    ),
  );
}

/** A name as a logical id's part: letters and digits. */
export function pascal(text: string): string {
  return text
    .replaceAll("-", "Dash")
    .replaceAll("_", "Underscore")
    .replace(/[^A-Za-z0-9]/g, "")
    .replace(/^./, (first) => first.toUpperCase());
}

/** Properties of an event source mapping by the Serverless Framework's names. */
export function mapping(given: Values): Values {
  const patterns = asList(given.filterPatterns);
  const failed = asValues(given.destinations).onFailure;
  return {
    ...named(given, {
      batchSize: "BatchSize",
      enabled: "Enabled",
      maximumBatchingWindow: "MaximumBatchingWindowInSeconds",
      batchWindow: "MaximumBatchingWindowInSeconds",
      maximumRetryAttempts: "MaximumRetryAttempts",
      maximumRecordAgeInSeconds: "MaximumRecordAgeInSeconds",
      bisectBatchOnFunctionError: "BisectBatchOnFunctionError",
      parallelizationFactor: "ParallelizationFactor",
      tumblingWindowInSeconds: "TumblingWindowInSeconds",
      startingPositionTimestamp: "StartingPositionTimestamp",
    }),
    ...(given.functionResponseType === undefined
      ? {}
      : { FunctionResponseTypes: asList(given.functionResponseType) }),
    ...(given.maximumConcurrency === undefined
      ? {}
      : { ScalingConfig: { MaximumConcurrency: given.maximumConcurrency } }),
    ...(patterns.length > 0
      ? {
          FilterCriteria: {
            Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })),
          },
        }
      : {}),
    ...(failed === undefined
      ? {}
      : { DestinationConfig: { OnFailure: { Destination: asValues(failed).arn ?? failed } } }),
  };
}

/** A section may be a list of maps, since parts of it may lie in files of their own. */
export function mergeAll(section: unknown): Values {
  return asList(section)
    .map(asValues)
    .reduce<Values>((merged, part) => {
      for (const [key, value] of Object.entries(part))
        merged[key] =
          isValues(merged[key]) && isValues(value) ? { ...merged[key], ...value } : value;
      return merged;
    }, {});
}
