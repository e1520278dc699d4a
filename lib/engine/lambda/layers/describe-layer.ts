import type {
  Architecture,
  LayerVersionsListItem,
  PublishLayerVersionResponse,
  Runtime,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { awsTimestamp } from "../function-configuration.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { layerArn } from "./layer-reference.ts";
import type { LayerRecord, LayerVersionRecord } from "./layer-store.ts";

/** One version as the lists show it: without its content. */
export function listLayerVersion(
  context: CallContext,
  name: string,
  record: LayerVersionRecord,
): LayerVersionsListItem {
  return {
    LayerVersionArn: layerArn(context, name, record.version),
    Version: record.version,
    Description: record.description,
    CreatedDate: awsTimestamp(record.createdMs),
    ...(record.compatibleRuntimes && {
      CompatibleRuntimes: record.compatibleRuntimes as Runtime[],
    }),
    ...(record.compatibleArchitectures && {
      CompatibleArchitectures: record.compatibleArchitectures as Architecture[],
    }),
    ...(record.licenseInfo !== undefined && { LicenseInfo: record.licenseInfo }),
  };
}

/** One version with an address from which its content can be fetched. */
export function describeLayerVersion(
  { code }: LambdaDeps,
  context: CallContext,
  name: string,
  record: LayerVersionRecord,
): PublishLayerVersionResponse {
  return {
    Content: {
      Location: code.location(context.endpoint, record.codeSha256),
      CodeSha256: record.codeSha256,
      CodeSize: record.codeSizeBytes,
    },
    LayerArn: layerArn(context, name),
    ...listLayerVersion(context, name, record),
  };
}

/** A layer's versions that were made for a runtime and an architecture, the newest first. */
export function newestMatching(
  { versions }: LayerRecord,
  filter: { CompatibleRuntime?: string | undefined; CompatibleArchitecture?: string | undefined },
): LayerVersionRecord[] {
  const { CompatibleRuntime: runtime, CompatibleArchitecture: architecture } = filter;
  return Object.values(versions)
    .filter(
      ({ compatibleRuntimes = [], compatibleArchitectures = [] }) =>
        (!runtime || compatibleRuntimes.includes(runtime)) &&
        (!architecture || compatibleArchitectures.includes(architecture)),
    )
    .sort((one, other) => other.version - one.version);
}
