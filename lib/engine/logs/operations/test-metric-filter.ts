import type {
  TestMetricFilterRequest,
  TestMetricFilterResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import { compileFilterPattern } from "../filter-pattern/compile-filter-pattern.ts";

/** Which of the messages a pattern matches, counted from 1, with the fields it names. */
export function testMetricFilter(input: TestMetricFilterRequest): TestMetricFilterResponse {
  const pattern = compileFilterPattern(input.filterPattern ?? "");
  return {
    matches: (input.logEventMessages ?? []).flatMap((eventMessage, index) =>
      pattern.matches(eventMessage)
        ? [{ eventNumber: index + 1, eventMessage, extractedValues: pattern.extract(eventMessage) }]
        : [],
    ),
  };
}
