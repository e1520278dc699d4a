import { createHash } from "node:crypto";
import {
  type Architecture,
  GetLayerVersionCommand,
  ListLayerVersionsCommand,
  PublishLayerVersionCommand,
  type Runtime,
} from "@aws-sdk/client-lambda";
import { DeployError } from "../../deploy-error";
import { zipFiles } from "../../zip-files";
import { arnOf, ifThere } from "../cloud";
import type { Kind } from "../kind";
import { readCode } from "../read-code";
import { asList } from "../template";

/** A layer gets a new version when its content is not that of its latest. */
export const layerKind: Kind = {
  nameProperty: "LayerName",
  predict: (name, cloud) => facts(`${arnOf(cloud, "lambda", `layer:${name}`)}:1`),
  takes: [
    "LayerName",
    "Content",
    "Description",
    "CompatibleRuntimes",
    "CompatibleArchitectures",
    "LicenseInfo",
  ],
  async plan({ name, logicalId, properties, templateFolder, metadata }, cloud) {
    const { code } = await readCode({
      logicalId,
      templateFolder,
      code: properties.Content,
      metadata,
    });
    const zip = Array.isArray(code)
      ? zipFiles(code)
      : code instanceof Uint8Array
        ? code
        : undefined;
    if (!zip)
      throw new DeployError(
        "a layer whose content lies in a bucket is not compared; give its folder",
      );
    const versions = await ifThere(
      cloud.lambda.send(new ListLayerVersionsCommand({ LayerName: name })),
    );
    const latest = versions?.LayerVersions?.[0];
    const found =
      latest &&
      (await cloud.lambda.send(
        new GetLayerVersionCommand({ LayerName: name, VersionNumber: latest.Version }),
      ));
    const sha256 = createHash("sha256").update(zip).digest("base64");
    const next = (latest?.Version ?? 0) + 1;
    return {
      action: !latest ? "create" : found?.Content?.CodeSha256 === sha256 ? "keep" : "update",
      changes: latest ? ["content"] : [],
      facts: facts(
        latest && found?.Content?.CodeSha256 === sha256
          ? (latest.LayerVersionArn ?? "")
          : `${arnOf(cloud, "lambda", `layer:${name}`)}:${next}`,
      ),
      async apply() {
        const { LayerVersionArn = "" } = await cloud.lambda.send(
          new PublishLayerVersionCommand({
            LayerName: name,
            Content: { ZipFile: zip },
            Description: properties.Description as string | undefined,
            LicenseInfo: properties.LicenseInfo as string | undefined,
            CompatibleRuntimes: asList(properties.CompatibleRuntimes) as Runtime[],
            CompatibleArchitectures: asList(properties.CompatibleArchitectures) as Architecture[],
          }),
        );
        return facts(LayerVersionArn);
      },
    };
  },
};

function facts(arn: string) {
  return { ref: arn, attributes: { LayerVersionArn: arn } };
}
