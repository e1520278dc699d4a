import type { GetLayerVersionRequest, GetLayerVersionResponse } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { notFound } from "../errors.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { describeLayerVersion } from "../layers/describe-layer.ts";
import { checkLayerVersionNumber, layerNameOf } from "../layers/layer-reference.ts";

export function getLayerVersion(
  deps: LambdaDeps,
  { LayerName = "", VersionNumber = 0 }: GetLayerVersionRequest,
  context: CallContext,
): GetLayerVersionResponse {
  const name = layerNameOf(LayerName, context);
  checkLayerVersionNumber(VersionNumber);
  const version = deps.layers.version(context.region, name, VersionNumber);
  if (!version) throw notFound("The resource you requested does not exist.");
  return describeLayerVersion(deps, context, name, version);
}
