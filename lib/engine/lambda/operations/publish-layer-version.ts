import type {
  PublishLayerVersionRequest,
  PublishLayerVersionResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { describeLayerVersion } from "../layers/describe-layer.ts";
import { layerNameOf } from "../layers/layer-reference.ts";
import type { LayerVersionRecord } from "../layers/layer-store.ts";
import { readUploadedZip } from "../read-uploaded-zip.ts";

/** Makes a new version each time, also of the same content, which is stored once. */
export async function publishLayerVersion(
  deps: LambdaDeps,
  input: PublishLayerVersionRequest,
  context: CallContext,
): Promise<PublishLayerVersionResponse> {
  const { layers, code, clock } = deps;
  const { region } = context;
  const name = layerNameOf(input.LayerName ?? "", context);
  const zip = await readUploadedZip(deps, input.Content ?? {}, "PublishLayerVersion", context);
  const stored = await code.add(zip);
  const layer = layers.get(region, name) ?? { region, name, nextVersion: 1, versions: {} };
  const version: LayerVersionRecord = {
    ...stored,
    version: layer.nextVersion,
    description: input.Description ?? "",
    licenseInfo: input.LicenseInfo,
    compatibleRuntimes: input.CompatibleRuntimes,
    compatibleArchitectures: input.CompatibleArchitectures,
    createdMs: clock.now(),
  };
  layers.saveVersion({ ...layer, nextVersion: layer.nextVersion + 1 }, version.version, version);
  return describeLayerVersion(deps, context, name, version);
}
