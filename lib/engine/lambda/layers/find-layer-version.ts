import type { CallContext } from "../../http/service.ts";
import { notFound } from "../errors.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { checkLayerVersionNumber, layerArn, layerNameOf } from "./layer-reference.ts";
import type { LayerRecord, LayerVersionRecord } from "./layer-store.ts";

interface Named {
  LayerName: string | undefined;
  VersionNumber: number | undefined;
}

/** The version that an operation on its policy means, in AWS's words where there is none. */
export function findPolicyOwner(
  { layers }: LambdaDeps,
  { LayerName = "", VersionNumber = 0 }: Named,
  context: CallContext,
): { layer: LayerRecord; version: LayerVersionRecord; arn: string } {
  const name = layerNameOf(LayerName, context);
  checkLayerVersionNumber(VersionNumber);
  const arn = layerArn(context, name, VersionNumber);
  const layer = layers.get(context.region, name);
  const version = layer?.versions[VersionNumber];
  if (!layer || !version) throw notFound(`Layer version ${arn} does not exist.`);
  return { layer, version, arn };
}
