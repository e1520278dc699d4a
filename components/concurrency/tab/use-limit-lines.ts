"use client";

import type { FunctionConcurrency } from "@/lib/model/concurrency-limits";
import { type LimitLine, provisionedLine, reservedLine } from "./limit-line";
import { useProvisionable } from "./provisioned-fields";
import type { Choice } from "./use-choice";
import type { TabPrediction } from "./use-prediction";

/**
 * The lines of the chart. The provisioned one moves the alias or version the page is about, else the first that has
 * some, else the first that may have some; without a published version there is none.
 */
export function useLimitLines(
  concurrency: FunctionConcurrency,
  choice: Choice,
  prediction: TabPrediction | undefined,
  suggested: { reserved?: number; provisioned?: number },
  qualifier: string | undefined,
): LimitLine[] {
  const { chosen, choose } = choice;
  const free = useProvisionable(chosen);
  if (!prediction) return [];
  const held = chosen.provisioned.map((each) => each.qualifier);
  const target =
    held.find((each) => each === qualifier) ??
    held[0] ??
    free?.find((each) => each.qualifier === qualifier && !each.reason)?.qualifier ??
    free?.find(({ reason }) => !reason)?.qualifier;
  const { after } = prediction;
  const lines = [reservedLine(concurrency, choice, suggested.reserved, after, choose)];
  if (target !== undefined)
    lines.push(provisionedLine(concurrency, choice, target, suggested.provisioned, after, choose));
  return lines;
}
