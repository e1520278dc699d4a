import type { ListLayerVersionsRequest, ListLayerVersionsResponse } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { listLayerVersion, newestMatching } from "../layers/describe-layer.ts";
import { layerNameOf } from "../layers/layer-reference.ts";
import { pageOf } from "../page.ts";

const pageLimit = 50;

/** The newest version first; a layer that does not exist has none. */
export function listLayerVersions(
  { layers }: LambdaDeps,
  input: ListLayerVersionsRequest,
  context: CallContext,
): ListLayerVersionsResponse {
  const name = layerNameOf(input.LayerName ?? "", context);
  const layer = layers.get(context.region, name);
  const { items, nextMarker } = pageOf(
    layer ? newestMatching(layer, input) : [],
    ({ version }) => String(Number.MAX_SAFE_INTEGER - version),
    input.Marker,
    input.MaxItems ?? pageLimit,
  );
  return {
    ...(nextMarker && { NextMarker: nextMarker }),
    LayerVersions: items.map((version) => listLayerVersion(context, name, version)),
  };
}
