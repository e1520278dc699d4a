import { randomUUID } from "node:crypto";
import type { CreateFunctionRequest, FunctionConfiguration } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import { applyConfiguration } from "../configuration-rules.ts";
import {
  findCodeSigningForFunction,
  refuseUnsignedCode,
} from "../code-signing/code-signing-rules.ts";
import { conflict, invalidParameter } from "../errors.ts";
import { describeConfiguration } from "../function-configuration.ts";
import { parseFunctionReference } from "../function-name.ts";
import type { FunctionLayer, FunctionRecord, VersionConfiguration } from "../function-record.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { checkCombinedSize, resolveLayers } from "../layers/function-layers.ts";
import { publish } from "../publish.ts";
import { readUploadedZip } from "../read-uploaded-zip.ts";
import { checkRuntime } from "../runtimes.ts";
import { checkTagCount } from "../tags.ts";

const nameLimit = 64;

export async function createFunction(
  deps: LambdaDeps,
  input: CreateFunctionRequest,
  context: CallContext,
): Promise<FunctionConfiguration> {
  const { functions, code, clock, settings } = deps;
  const { name, qualifier } = parseFunctionReference(input.FunctionName ?? "", undefined, context);
  if (name.length > nameLimit)
    throw invalidParameter(
      `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to ${nameLimit}`,
    );
  if (qualifier !== undefined)
    throw invalidParameter(`A function's name cannot end in a qualifier: ${input.FunctionName}`);
  checkTagCount(input.Tags ?? {});
  const codeSigning = input.CodeSigningConfigArn
    ? findCodeSigningForFunction(deps, input.CodeSigningConfigArn, context)
    : undefined;
  const layers = input.Layers?.length ? resolveLayers(deps, input.Layers, context) : undefined;
  const configuration = firstConfiguration(name, input, layers);
  const zip = await readUploadedZip(deps, input.Code ?? {}, "CreateFunction", context);
  const signing = { region: context.region, name, codeSigningConfigId: codeSigning?.id };
  refuseUnsignedCode(deps, signing);
  const stored = await code.add(zip);
  await checkCombinedSize(code, { ...configuration, ...stored });
  if (functions.get(context.region, name)) throw conflict(`Function already exist: ${name}`);
  const nowMs = clock.now();
  const settlesAtMs = nowMs + settings.settleMs;
  const created: FunctionRecord = {
    ...signing,
    nextVersion: 1,
    latest: {
      version: "$LATEST",
      configuration: { ...configuration, ...stored },
      configurationId: randomUUID(),
      settling: "create",
      settlesAtMs,
      revisionId: randomUUID(),
      settledRevisionId: randomUUID(),
      lastModifiedMs: nowMs,
    },
    versions: {},
    aliases: {},
    tags: input.Tags ?? {},
    reservedConcurrency: null,
    recursiveLoop: "Terminate",
    policies: {},
    eventInvoke: {},
    provisioned: {},
  };
  const { fn, version } = input.Publish
    ? publish(created, { settlesAtMs, nowMs })
    : { fn: created, version: created.latest };
  functions.save(fn, "created");
  return describeConfiguration(fn, version, { nowMs, accountId: context.accountId });
}

/** AWS's defaults with the input over them; the code's part is filled in when it has been stored. */
function firstConfiguration(
  name: string,
  input: CreateFunctionRequest,
  layers: readonly FunctionLayer[] | undefined,
): VersionConfiguration {
  if (input.PackageType !== "Image" && (!input.Runtime || !input.Handler))
    throw invalidParameter(
      "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
    );
  const { Runtime: runtime = "", Handler: handler = "" } = input;
  if (input.PackageType !== "Image") checkRuntime(runtime);
  return applyConfiguration(
    {
      runtime: runtime as VersionConfiguration["runtime"],
      handler,
      role: input.Role ?? "",
      description: "",
      memoryMb: 128,
      timeoutSeconds: 3,
      ephemeralStorageMb: 512,
      architecture: input.Architectures?.[0] ?? "x86_64",
      logging: { logGroup: `/aws/lambda/${name}`, format: "Text" },
      tracingMode: "PassThrough",
      snapStartApplyOn: "None",
      codeSha256: "",
      codeSizeBytes: 0,
    },
    input,
    layers,
  );
}
