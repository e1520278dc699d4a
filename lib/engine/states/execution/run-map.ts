import type { MapState } from "../language/definition.ts";
import { evaluateTemplate } from "../language/jsonata/expression.ts";
import { fillTemplate, selectInput } from "../language/jsonpath/data-flow.ts";
import type { Scope } from "../language/scope.ts";
import { runtimeError, StateError } from "../language/state-error.ts";
import type { Link } from "./history.ts";
import { runTogether } from "./run-branches.ts";
import type { MapItem, Place, Run } from "./run.ts";
import { figureOf, type Item, itemsOf } from "./state-values.ts";

/** How many items of an inline Map AWS works on at once when nothing is said. */
const mapsAtOnce = 40;

/** Does with each item of a Map what its processor says; what each came to, in their order. */
export async function runMap(
  run: Run,
  { name, state }: { name: string; state: MapState },
  scope: Scope,
  place: Place,
  link: Link,
): Promise<unknown[]> {
  const items = itemsOf(state, name, scope);
  const processor = state.ItemProcessor ?? state.Iterator;
  if (!processor) throw runtimeError(`The state '${name}' has no ItemProcessor`);
  const atOnce = figureOf(state, "MaxConcurrency", scope) || mapsAtOnce;
  link.add(place.key, "MapStateStarted", "mapStateStarted", { length: items.length });
  const parts = { kind: "Map", count: items.length, atOnce } as const;
  return runTogether(parts, place, link, async (index, inner) => {
    const item = items[index] as Item;
    const map = { Index: index, ...item.told };
    const own = link.branch();
    const key = `${place.key}/i${index}/`;
    own.add(key, "MapIterationStarted", "mapIterationStarted", { name, index });
    try {
      const given = itemInput(state, item, map, scope);
      const at = { ...inner, key, map, variables: place.variables.inner() };
      const output = await run.workflow(processor, given, at, own);
      own.add(key, "MapIterationSucceeded", "mapIterationSucceeded", { name, index });
      return output;
    } catch (error) {
      if (error instanceof StateError)
        own.add(key, "MapIterationFailed", "mapIterationFailed", { name, index });
      throw error;
    }
  });
}

/** What the processor is handed for an item. */
function itemInput(state: MapState, item: Item, map: MapItem, scope: Scope): unknown {
  const context = { ...(scope.context as object), Map: { Item: map } };
  if (state.QueryLanguage === "JSONata")
    return state.ItemSelector === undefined
      ? item.input
      : evaluateTemplate(state.ItemSelector, "ItemSelector", { ...scope, context });
  const selector = state.ItemSelector ?? state.Parameters;
  if (selector === undefined) return item.input;
  return fillTemplate(selector, { ...scope, input: selectInput(state, scope), context });
}
