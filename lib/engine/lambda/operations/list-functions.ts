import type { ListFunctionsRequest, ListFunctionsResponse } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { invalidParameter } from "../errors.ts";
import { listConfiguration } from "../function-configuration.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { pageOf } from "../page.ts";

const pageLimit = 50;

/** $LATEST of every function in order of names; with FunctionVersion ALL the published versions too. */
export function listFunctions(
  { functions, clock }: LambdaDeps,
  input: ListFunctionsRequest,
  context: CallContext,
): ListFunctionsResponse {
  if (input.MasterRegion !== undefined)
    throw invalidParameter(
      "The local engine does not support MasterRegion: functions are not replicated to edge locations.",
    );
  const view = { nowMs: clock.now(), accountId: context.accountId };
  const size = Math.min(input.MaxItems ?? pageLimit, pageLimit);
  const names = functions.names(context.region);
  if (input.FunctionVersion !== "ALL") {
    const { items, nextMarker } = pageOf(names, (name) => name, input.Marker, size);
    return {
      ...(nextMarker && { NextMarker: nextMarker }),
      Functions: items.flatMap((name) => {
        const fn = functions.get(context.region, name);
        return fn ? listConfiguration(fn, fn.latest, view) : [];
      }),
    };
  }
  const versions = names.flatMap((name) => {
    const fn = functions.get(context.region, name);
    return fn ? [fn.latest, ...Object.values(fn.versions)].map((version) => ({ fn, version })) : [];
  });
  const { items, nextMarker } = pageOf(
    versions,
    ({ fn, version }) => `${fn.name} ${version.version.padStart(12)}`,
    input.Marker,
    size,
  );
  return {
    ...(nextMarker && { NextMarker: nextMarker }),
    Functions: items.map(({ fn, version }) =>
      listConfiguration(fn, version, { ...view, qualifier: version.version }),
    ),
  };
}
