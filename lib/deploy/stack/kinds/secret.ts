import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { DeployError } from "../../deploy-error";
import { differences } from "../../differences";
import { arnOf, ifThere } from "../cloud";
import type { Kind } from "../kind";
import { asValues, isValues, tagsOf, type Values } from "../template";
import { texts, typed } from "./typed";

/** A secret; one that is generated is so once, and stays as it is then. */
export const secretKind: Kind = {
  nameProperty: "Name",
  // Secrets Manager puts six characters of its own behind the name.
  predict: (name, cloud) => facts(arnOf(cloud, "secretsmanager", `secret:${name}`)),
  takes: ["Name", "Description", "KmsKeyId", "SecretString", "GenerateSecretString", "Tags"],
  async plan({ name: Name, properties }, { secrets }) {
    const { GenerateSecretString: generated, SecretString: given } = properties;
    if (generated !== undefined && given !== undefined)
      throw new DeployError("SecretString and GenerateSecretString exclude each other");
    const existing = await ifThere(secrets.send(new DescribeSecretCommand({ SecretId: Name })));
    const value = existing
      ? (await ifThere(secrets.send(new GetSecretValueCommand({ SecretId: Name }))))?.SecretString
      : undefined;
    const wanted = texts(properties, ["Description", "KmsKeyId"]);
    const text = texts(properties, ["SecretString"]).SecretString;
    const changes = existing
      ? [
          ...differences(existing, wanted),
          ...(text !== undefined && text !== value ? ["SecretString"] : []),
        ]
      : [];
    return {
      action: !existing ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      ...(existing ? { facts: facts(existing.ARN ?? "") } : {}),
      async apply() {
        if (existing) {
          await secrets.send(
            new UpdateSecretCommand({
              SecretId: Name,
              ...wanted,
              ...(changes.includes("SecretString") ? { SecretString: text } : {}),
            }),
          );
          return facts(existing.ARN ?? "");
        }
        const SecretString = isValues(generated) ? await generate(secrets, generated) : text;
        const made = await secrets.send(
          new CreateSecretCommand({
            Name,
            ...wanted,
            SecretString,
            Tags: Object.entries(tagsOf(properties.Tags)).map(([Key, Value]) => ({ Key, Value })),
          }),
        );
        return facts(made.ARN ?? "");
      },
    };
  },
};

/** The password alone, or under `GenerateStringKey` in the JSON of `SecretStringTemplate`. */
async function generate(client: SecretsManagerClient, generated: Values): Promise<string> {
  const { SecretStringTemplate, GenerateStringKey, ...options } = typed(generated, {
    numbers: ["PasswordLength"],
    switches: [
      "ExcludeLowercase",
      "ExcludeNumbers",
      "ExcludePunctuation",
      "ExcludeUppercase",
      "IncludeSpace",
      "RequireEachIncludedType",
    ],
  });
  const { RandomPassword = "" } = await client.send(new GetRandomPasswordCommand(options));
  if (GenerateStringKey === undefined) return RandomPassword;
  const template = asValues(JSON.parse(String(SecretStringTemplate ?? "{}")));
  return JSON.stringify({ ...template, [String(GenerateStringKey)]: RandomPassword });
}

function facts(arn: string) {
  return { ref: arn, attributes: { Id: arn } };
}
