import { parseScenario } from "../parse-scenario";
import type { Scenario, scenarioSchema } from "../scenario";
import type * as z from "zod";

type Input = z.input<typeof scenarioSchema>;
type FunctionInput = Input["functions"][number];

/** A scenario of one function that a test changes where it matters: 20 requests a second of half a second each. */
export function makeScenario(
  each: Partial<FunctionInput> = {},
  rest: Partial<Omit<Input, "functions">> = {},
): Scenario {
  return parseScenario({ durationSeconds: 600, ...rest, functions: [makeFunction(each)] });
}

export function makeFunction(each: Partial<FunctionInput> = {}): FunctionInput {
  return {
    name: "orders",
    arrivals: { kind: "poisson", ratePerSecond: 20 },
    warmService: { distribution: "exponential", meanSeconds: 0.5 },
    coldService: { distribution: "exponential", meanSeconds: 0.5 },
    ...each,
  };
}
