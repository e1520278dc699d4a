import type { MapState } from "../language/definition.ts";
import { evaluateTemplate } from "../language/jsonata/expression.ts";
import { fillTemplate, selectInput } from "../language/jsonpath/data-flow.ts";
import type { Scope } from "../language/scope.ts";
import { figureOf } from "./state-values.ts";

/** What a child execution is handed, and how many items that are. */
export interface Batch {
  input: unknown;
  count: number;
}

/** AWS's limit of a child's input, in bytes. */
const largestInput = 262_144;

/** Gathers items for child executions as ItemBatcher says; without one each has its own. */
export function batchItems(items: readonly unknown[], state: MapState, scope: Scope): Batch[] {
  const { ItemBatcher: batcher } = state;
  if (!batcher) return items.map((input) => ({ input, count: 1 }));
  const figures = { QueryLanguage: state.QueryLanguage, ...batcher };
  const at = "ItemBatcher/";
  const most = figureOf(figures, "MaxItemsPerBatch", scope, at) || Infinity;
  const mostBytes = figureOf(figures, "MaxInputBytesPerBatch", scope, at) || largestInput;
  const fixed = fixedInput(state, scope);
  const ownBytes = Buffer.byteLength(JSON.stringify({ ...fixed, Items: [] }));
  const batches: unknown[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    const last = batches.at(-1);
    if (last && last.length < most && bytes + size <= mostBytes) {
      last.push(item);
      bytes += size;
    } else {
      batches.push([item]);
      bytes = ownBytes + size;
    }
  }
  return batches.map((Items) => ({ input: { ...fixed, Items }, count: Items.length }));
}

function fixedInput(state: MapState, scope: Scope): { BatchInput?: unknown } {
  const template = state.ItemBatcher?.BatchInput;
  if (template === undefined) return {};
  return {
    BatchInput:
      state.QueryLanguage === "JSONata"
        ? evaluateTemplate(template, "ItemBatcher/BatchInput", scope)
        : fillTemplate(template, { ...scope, input: selectInput(state, scope) }),
  };
}
