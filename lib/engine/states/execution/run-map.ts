import type { MapState } from "../language/definition.ts";
import type { Scope } from "../language/scope.ts";
import { runtimeError, StateError } from "../language/state-error.ts";
import type { Link } from "./history.ts";
import { itemInput } from "./item-input.ts";
import { runTogether } from "./run-branches.ts";
import { runDistributedMap } from "./run-distributed-map.ts";
import type { Place, Run } from "./run.ts";
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
): Promise<unknown> {
  const processor = state.ItemProcessor ?? state.Iterator;
  if (!processor) throw runtimeError(`The state '${name}' has no ItemProcessor`);
  if (processor.ProcessorConfig?.Mode === "DISTRIBUTED")
    return runDistributedMap(run, { name, state, processor }, scope, place, link);
  const items = itemsOf(state, name, scope);
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
      const given = itemInput(state, item, index, scope);
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
