import type { ListLayersRequest, ListLayersResponse } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { listLayerVersion, newestMatching } from "../layers/describe-layer.ts";
import { layerArn } from "../layers/layer-reference.ts";
import { pageOf } from "../page.ts";

const pageLimit = 50;

/** Layers with a version that matches; one whose versions were all deleted is not listed. */
export function listLayers(
  { layers }: LambdaDeps,
  input: ListLayersRequest,
  context: CallContext,
): ListLayersResponse {
  const matching = layers.list(context.region).flatMap((layer) => {
    const [latest] = newestMatching(layer, input);
    return latest ? [{ name: layer.name, latest }] : [];
  });
  const { items, nextMarker } = pageOf(
    matching,
    ({ name }) => name,
    input.Marker,
    input.MaxItems ?? pageLimit,
  );
  return {
    ...(nextMarker && { NextMarker: nextMarker }),
    Layers: items.map(({ name, latest }) => ({
      LayerName: name,
      LayerArn: layerArn(context, name),
      LatestMatchingVersion: listLayerVersion(context, name, latest),
    })),
  };
}
