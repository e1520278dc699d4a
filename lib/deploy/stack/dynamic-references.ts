import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { type Cloud, ifThere } from "./cloud";
import { UnknownValue } from "./resolve-value";
import { asValues, isValues } from "./template";

const reference = /\{\{resolve:(ssm|ssm-secure|secretsmanager):([^{}]+)\}\}/g;
const listMark = "ssm-list:";

/** What a template's parameter of the type AWS::SSM::Parameter::Value<...> is until resources are made. */
export function parameterReference(name: string, { isList }: { isList: boolean }): unknown {
  return isList ? [`${listMark}{{resolve:ssm:${name}}}`] : `{{resolve:ssm:${name}}}`;
}

/**
 * A value with CloudFormation's dynamic references (`{{resolve:ssm:NAME}}`, `{{resolve:secretsmanager:ID:...}}`)
 * filled in. Throws UnknownValue for one that leads nowhere; a plan leaves it, since it may be made by then.
 */
export async function fillReferences(
  value: unknown,
  cloud: Cloud,
  { isPlan }: { isPlan: boolean },
): Promise<unknown> {
  if (typeof value === "string") return fillText(value, cloud, isPlan);
  if (Array.isArray(value)) {
    const items = await Promise.all(
      value.map(async (item) => {
        const filled = await fillReferences(item, cloud, { isPlan });
        const isList = typeof filled === "string" && filled.startsWith(listMark);
        return isList ? filled.slice(listMark.length).split(",") : [filled];
      }),
    );
    return items.flat();
  }
  if (!isValues(value)) return value;
  const entries = Object.entries(value).map(
    async ([name, item]) => [name, await fillReferences(item, cloud, { isPlan })] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function fillText(text: string, cloud: Cloud, isPlan: boolean): Promise<string> {
  const found = new Map<string, string>();
  for (const [whole, service = "", rest = ""] of text.matchAll(reference)) {
    const read = service === "secretsmanager" ? readSecret : readParameter;
    const value = await ifThere(read(rest, cloud));
    if (value !== undefined) found.set(whole, value);
    else if (!isPlan) throw new UnknownValue(`${whole} leads to nothing`);
  }
  return text.replace(reference, (whole) => found.get(whole) ?? whole);
}

/** `NAME` or `NAME:VERSION`. */
async function readParameter(Name: string, { ssm }: Cloud): Promise<string | undefined> {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));
  return Parameter?.Value;
}

/** `ID:SecretString:KEY:STAGE:VERSION`, of which only the id must be there; an ARN holds colons itself. */
async function readSecret(rest: string, { secrets }: Cloud): Promise<string | undefined> {
  const parts = rest.split(":");
  const SecretId = parts.splice(0, rest.startsWith("arn:") ? 7 : 1).join(":");
  const [, key, stage, version] = parts;
  const { SecretString } = await secrets.send(
    new GetSecretValueCommand({
      SecretId,
      ...(stage ? { VersionStage: stage } : {}),
      ...(version ? { VersionId: version } : {}),
    }),
  );
  if (!key || SecretString === undefined) return SecretString;
  const value = asValues(JSON.parse(SecretString))[key];
  return value === undefined ? undefined : String(value);
}
