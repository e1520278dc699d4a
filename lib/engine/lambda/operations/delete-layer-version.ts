import type { DeleteLayerVersionRequest } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { checkLayerVersionNumber, layerNameOf } from "../layers/layer-reference.ts";

/** Answers alike whether the version was there or not. Functions that have it keep it. */
export function deleteLayerVersion(
  { layers }: LambdaDeps,
  { LayerName = "", VersionNumber = 0 }: DeleteLayerVersionRequest,
  context: CallContext,
): object {
  const name = layerNameOf(LayerName, context);
  checkLayerVersionNumber(VersionNumber);
  const layer = layers.get(context.region, name);
  if (layer?.versions[VersionNumber]) layers.saveVersion(layer, VersionNumber, undefined);
  return {};
}
