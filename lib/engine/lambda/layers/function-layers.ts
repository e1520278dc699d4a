import type { CallContext } from "../../http/service.ts";
import type { CodeStore } from "../code-store.ts";
import { invalidParameter } from "../errors.ts";
import type { FunctionLayer } from "../function-record.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { unzippedLimitBytes } from "../unzip.ts";
import { foreignLayer, parseLayerArn } from "./layer-reference.ts";

const layerLimit = 5;

/**
 * The layer versions a function is to use, in its order; throws as AWS does for the first that cannot
 * be used. A function keeps their content, so that deleting a version does not hurt it.
 */
export function resolveLayers(
  { layers }: LambdaDeps,
  arns: readonly string[],
  context: CallContext,
): FunctionLayer[] {
  if (arns.length > layerLimit)
    throw invalidParameter(`Cannot reference more than ${layerLimit} layers.`);
  const seen = new Map<string, string>();
  return arns.map((arn) => {
    const reference = parseLayerArn(arn);
    if (!reference || reference.accountId !== context.accountId) throw foreignLayer(arn, context);
    if (reference.region !== context.region)
      throw invalidParameter(
        `Layers are not in the same region as the function. Layers are expected to be in region ${context.region}.`,
      );
    const record = layers.version(context.region, reference.name, reference.version ?? 0);
    if (!record) throw invalidParameter(`Layer version ${arn} does not exist.`);
    const other = seen.get(reference.name);
    if (other)
      throw invalidParameter(
        `Two different versions of the same layer are not allowed to be referenced in the same function. ${other} and ${arn} are versions of the same layer.`,
      );
    seen.set(reference.name, arn);
    const { codeSha256, codeSizeBytes } = record;
    return { arn, codeSha256, codeSizeBytes };
  });
}

/** Throws AWS's error when a function's package and its layers are too big together, unpacked. */
export async function checkCombinedSize(
  code: CodeStore,
  configuration: { codeSha256: string; layers?: readonly FunctionLayer[] | undefined },
): Promise<void> {
  const { codeSha256, layers = [] } = configuration;
  if (layers.length === 0) return;
  let unzippedBytes = 0;
  for (const sha256 of [codeSha256, ...layers.map((layer) => layer.codeSha256)])
    unzippedBytes += await code.unzippedBytes(sha256);
  if (unzippedBytes > unzippedLimitBytes)
    throw invalidParameter(
      `Function code combined with layers exceeds the maximum allowed size of ${unzippedLimitBytes} bytes. The actual size is ${unzippedBytes} bytes.`,
    );
}
