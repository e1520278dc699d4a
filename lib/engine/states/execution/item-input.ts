import type { MapState } from "../language/definition.ts";
import { evaluateTemplate } from "../language/jsonata/expression.ts";
import { fillTemplate, selectInput } from "../language/jsonpath/data-flow.ts";
import type { Scope } from "../language/scope.ts";
import type { Item } from "./state-values.ts";

/** What a Map's processor is handed for an item: the item, or what ItemSelector makes of it. */
export function itemInput(state: MapState, item: Item, index: number, scope: Scope): unknown {
  const map = { Index: index, ...item.told };
  const context = { ...(scope.context as object), Map: { Item: map } };
  if (state.QueryLanguage === "JSONata")
    return state.ItemSelector === undefined
      ? item.input
      : evaluateTemplate(state.ItemSelector, "ItemSelector", { ...scope, context });
  const selector = state.ItemSelector ?? state.Parameters;
  if (selector === undefined) return item.input;
  return fillTemplate(selector, { ...scope, input: selectInput(state, scope), context });
}
