import type { GetLayerVersionByArnRequest, GetLayerVersionResponse } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { foreignLayer, parseLayerArn } from "../layers/layer-reference.ts";
import { getLayerVersion } from "./get-layer-version.ts";

export function getLayerVersionByArn(
  deps: LambdaDeps,
  { Arn: arn = "" }: GetLayerVersionByArnRequest,
  context: CallContext,
): GetLayerVersionResponse {
  const reference = parseLayerArn(arn);
  if (!reference) throw foreignLayer(arn, context);
  const LayerName = arn.slice(0, arn.lastIndexOf(":"));
  return getLayerVersion(deps, { LayerName, VersionNumber: reference.version }, context);
}
