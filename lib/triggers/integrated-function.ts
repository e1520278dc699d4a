import type { Called } from "@/lib/model/permission";
import { calledFunction } from "./called-function";

export interface ApiStage {
  name: string;
  variables: Record<string, string>;
}

/**
 * The functions that an integration's address names, each with its stages: the address may hold variables of the
 * stage (`${stageVariables.alias}`). `arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/ARN/invocations`, or of
 * an HTTP API the function's ARN alone.
 */
export function integratedFunctions(
  uri: string | undefined,
  stages: readonly ApiStage[],
): { called: Called; stageNames: string[] }[] {
  const [, arn] = /(?:^|\/functions\/)(arn:[^/]*:function:[^/]+)(?:\/|$)/.exec(uri ?? "") ?? [];
  if (arn === undefined) return [];
  const found = new Map<string, { called: Called; stageNames: string[] }>();
  // An API that is not deployed yet has no stage and calls nothing, but it is set to.
  for (const { name, variables } of stages.length > 0 ? stages : [{ name: "", variables: {} }]) {
    const own = arn.replaceAll(
      /\$\{stageVariables\.(\w+)\}/g,
      (text, variable: string) => variables[variable] ?? text,
    );
    const called = calledFunction(own);
    if (!called) continue;
    const known = found.get(own) ?? { called, stageNames: [] };
    if (name !== "") known.stageNames.push(name);
    found.set(own, known);
  }
  return [...found.values()];
}
