import type { CallContext } from "../http/service.ts";

type ParameterType = "String" | "StringList" | "SecureString";
export type ParameterTier = "Standard" | "Advanced";

/** One value that a parameter has had. */
export interface ParameterVersion {
  number: number;
  value: string;
  type: ParameterType;
  tier: ParameterTier;
  dataType: string;
  description?: string;
  allowedPattern?: string;
  /** Of a SecureString: the key it would be encrypted with. */
  keyId?: string;
  modifiedMs: number;
  modifiedBy: string;
  labels: readonly string[];
}

export interface Parameter {
  region: string;
  /** As it was given when it was made, with or without a slash at its beginning. */
  name: string;
  tags: Readonly<Record<string, string>>;
  /** Oldest first, never empty, a hundred at most. */
  versions: readonly ParameterVersion[];
}

export function newest({ name, versions }: Parameter): ParameterVersion {
  const version = versions.at(-1);
  if (!version) throw new Error(`The parameter ${name} has lost its versions`);
  return version;
}

type Place = Pick<CallContext, "region" | "accountId">;

export function arnOf(name: string, { region, accountId }: Place): string {
  return `arn:aws:ssm:${region}:${accountId}:parameter/${name.replace(/^\//, "")}`;
}

/** What DescribeParameters and GetParameterHistory say of a version. */
export function describeVersion({ name }: Parameter, version: ParameterVersion) {
  return {
    Name: name,
    Type: version.type,
    ...(version.keyId !== undefined && { KeyId: version.keyId }),
    LastModifiedDate: new Date(version.modifiedMs),
    LastModifiedUser: version.modifiedBy,
    ...(version.description !== undefined && { Description: version.description }),
    ...(version.allowedPattern !== undefined && { AllowedPattern: version.allowedPattern }),
    Version: version.number,
    Tier: version.tier,
    Policies: [],
    DataType: version.dataType,
  };
}

/**
 * What is answered for a SecureString that is not to be decrypted: it tells nothing of the value and stays
 * the same, as AWS's cipher text does.
 */
export function shownValue(
  { name }: Parameter,
  { type, number, value }: ParameterVersion,
  decrypt = false,
): string {
  if (type !== "SecureString" || decrypt) return value;
  return Buffer.from(`encrypted ${name} ${number}`).toString("base64");
}
