import type { PutParameterRequest, PutParameterResult } from "@aws-sdk/client-ssm";
import type { Clock } from "../../clock.ts";
import { refuseFields } from "../../http/refuse-fields.ts";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { validation } from "../errors.ts";
import { newest, type Parameter, type ParameterTier, type ParameterVersion } from "../parameter.ts";
import type { ParameterStore } from "../parameter-store.ts";
import { checkTags } from "../tags.ts";

const mostVersions = 100;
const deepest = 15;
const longestName = 1011;
const largestValue: Readonly<Record<ParameterTier, number>> = { Standard: 4096, Advanced: 8192 };

/** Makes a parameter, or another version of one. Limits and words: API reference, PutParameter. */
export const putParameter =
  (store: ParameterStore, clock: Clock) =>
  (input: PutParameterRequest, context: CallContext): PutParameterResult => {
    refuseFields("ValidationException", input, { Policies: "parameters do not expire." });
    const { Name: name = "", Overwrite: overwrite = false, Tags: tags = [] } = input;
    const before = store.find(context.region, name);
    checkName(name, context);
    if (before && !overwrite)
      throw new ServiceError(
        "ParameterAlreadyExists",
        "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
        400,
      );
    if (overwrite && tags.length > 0)
      throw validation(
        "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
      );
    const version = nextVersion(before, input, {
      modifiedMs: clock.now(),
      modifiedBy: `arn:aws:iam::${context.accountId}:root`,
    });
    store.put({
      region: context.region,
      name: before?.name ?? name,
      tags: before?.tags ?? checkTags(tags),
      versions: [...keptVersions(before), version],
    });
    return { Version: version.number, Tier: version.tier };
  };

function nextVersion(
  before: Parameter | undefined,
  input: PutParameterRequest,
  when: Pick<ParameterVersion, "modifiedMs" | "modifiedBy">,
): ParameterVersion {
  const last = before && newest(before);
  const { Value: value = "", Type: type = last?.type } = input;
  if (!type) throw validation("A parameter type is required when you create a parameter.");
  const dataType = input.DataType ?? last?.dataType ?? "text";
  if (!["text", "aws:ec2:image", "aws:ssm:integration"].includes(dataType))
    throw validation(
      `The following data type is not supported: ${dataType} (Data type names are all lowercase.)`,
    );
  const tier = tierOf(input, last);
  if (Buffer.byteLength(value) > largestValue[tier])
    throw validation(
      tier === "Standard"
        ? "Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html"
        : "Advanced tier parameters support a maximum parameter value of 8192 characters.",
    );
  const description = input.Description ?? last?.description;
  const allowedPattern = input.AllowedPattern ?? last?.allowedPattern;
  if (allowedPattern) checkPattern(value, allowedPattern);
  const keyId =
    type === "SecureString" ? (input.KeyId ?? last?.keyId ?? "alias/aws/ssm") : input.KeyId;
  if (keyId !== undefined && type !== "SecureString")
    throw validation("KeyId is required for SecureString type parameter only.");
  return {
    number: (last?.number ?? 0) + 1,
    value,
    type,
    tier,
    dataType,
    ...(description !== undefined && { description }),
    ...(allowedPattern !== undefined && { allowedPattern }),
    ...(keyId !== undefined && { keyId }),
    ...when,
    labels: [],
  };
}

function tierOf(
  { Tier: asked, Value: value = "" }: PutParameterRequest,
  last: ParameterVersion | undefined,
): ParameterTier {
  const isLong = Buffer.byteLength(value) > largestValue.Standard;
  if (asked === "Intelligent-Tiering") return isLong ? "Advanced" : (last?.tier ?? "Standard");
  if (asked === "Standard" && last?.tier === "Advanced")
    throw validation(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.",
    );
  return asked ?? last?.tier ?? "Standard";
}

function checkPattern(value: string, pattern: string): void {
  let expression: RegExp;
  try {
    expression = new RegExp(`^(?:${pattern})$`);
  } catch {
    throw new ServiceError(
      "InvalidAllowedPatternException",
      `The request does not meet the regular expression requirement: ${pattern} is no regular expression.`,
      400,
    );
  }
  if (!expression.test(value))
    throw new ServiceError(
      "ParameterPatternMismatchException",
      `Parameter value, cannot be validated against allowedPattern: ${pattern}`,
      400,
    );
}

function checkName(name: string, { region, accountId }: CallContext): void {
  if (name.startsWith("arn:"))
    throw validation(
      `Parameter name must not be an ARN when a parameter is made or changed: ${name} (${region}, ${accountId})`,
    );
  const isPath = name.includes("/", 1);
  const first = name.replace(/^\//, "").toLowerCase();
  if (isPath && name.toLowerCase().startsWith("/aws"))
    throw new ServiceError(
      "AccessDeniedException",
      `No access to reserved parameter name: ${name}.`,
      400,
    );
  if (!isPath && /^(aws|ssm)/.test(first))
    throw validation(`Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive).`);
  const subPaths =
    "If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_";
  if (first.startsWith("ssm"))
    throw validation(
      `Parameter name: can't be prefixed with "ssm" (case-insensitive). ${subPaths}`,
    );
  if (!/^[\w./-]+$/.test(name) || name.includes("//") || name.endsWith("/"))
    throw validation(
      `Parameter name: ${isPath && !name.startsWith("/") ? "must be a fully qualified name. " : ""}${subPaths}`,
    );
  if (isPath && !name.startsWith("/"))
    throw validation(`Parameter name must be a fully qualified name.`);
  if (name.length > longestName)
    throw validation(`Parameter name: must not be longer than ${longestName} characters.`);
  if (name.replace(/^\//, "").split("/").length > deepest)
    throw new ServiceError(
      "HierarchyLevelLimitExceededException",
      `A hierarchy can have a maximum of ${deepest} levels.`,
      400,
    );
}

/** The versions that stay when another one comes: of a hundred the oldest goes, unless it has a label. */
function keptVersions(before: Parameter | undefined): readonly ParameterVersion[] {
  const versions = before?.versions ?? [];
  const [oldest] = versions;
  if (!before || !oldest || versions.length < mostVersions) return versions;
  if (oldest.labels.length > 0)
    throw new ServiceError(
      "ParameterMaxVersionLimitExceeded",
      `You attempted to create a new version of ${before.name} by calling the PutParameter API with the overwrite flag. Version ${oldest.number}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
      400,
    );
  return versions.slice(1);
}
