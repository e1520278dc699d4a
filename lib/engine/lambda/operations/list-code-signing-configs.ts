import type {
  ListCodeSigningConfigsRequest,
  ListCodeSigningConfigsResponse,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { describeCodeSigning } from "../code-signing/code-signing-rules.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { pageOf } from "../page.ts";

const pageLimit = 50;

export function listCodeSigningConfigs(
  { codeSigning }: LambdaDeps,
  input: ListCodeSigningConfigsRequest,
  context: CallContext,
): ListCodeSigningConfigsResponse {
  const { items, nextMarker } = pageOf(
    codeSigning.list(context.region),
    ({ id }) => id,
    input.Marker,
    Math.min(input.MaxItems ?? pageLimit, pageLimit),
  );
  return {
    ...(nextMarker && { NextMarker: nextMarker }),
    CodeSigningConfigs: items.map((config) => describeCodeSigning(context, config)),
  };
}
