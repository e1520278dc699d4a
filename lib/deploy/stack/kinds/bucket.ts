import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  PutBucketCorsCommand,
  type PutBucketCorsCommandInput,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import { ifThere } from "../cloud";
import type { Kind } from "../kind";
import { asList, asValues, without } from "../template";

export const bucketKind: Kind = {
  nameProperty: "BucketName",
  defaultName: (stackName, logicalId) => `${stackName}-${logicalId}`.toLowerCase().slice(0, 63),
  predict: (name) => ({
    ref: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.amazonaws.com`,
    },
  }),
  takes: ["BucketName", "VersioningConfiguration", "CorsConfiguration"],
  async plan({ name: Bucket, properties }, { s3, region }) {
    const existing = await ifThere(s3.send(new HeadBucketCommand({ Bucket })));
    const Status = asValues(properties.VersioningConfiguration).Status as "Enabled" | undefined;
    const before =
      existing && Status && (await s3.send(new GetBucketVersioningCommand({ Bucket })));
    const changesVersioning = Status !== undefined && Status !== (before || undefined)?.Status;
    return {
      action: !existing ? "create" : changesVersioning ? "update" : "keep",
      changes: changesVersioning ? ["VersioningConfiguration"] : [],
      async apply() {
        if (!existing)
          await s3.send(
            new CreateBucketCommand({
              Bucket,
              ...(region === "us-east-1"
                ? {}
                : {
                    CreateBucketConfiguration: {
                      LocationConstraint: region as BucketLocationConstraint,
                    },
                  }),
            }),
          );
        if (changesVersioning)
          await s3.send(
            new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }),
          );
        const rules = asList(asValues(properties.CorsConfiguration).CorsRules).map(asValues);
        if (!existing && rules.length > 0)
          await s3.send(
            new PutBucketCorsCommand({
              Bucket,
              CORSConfiguration: { CORSRules: corsRules(rules) },
            }),
          );
      },
    };
  },
};

type CorsRules = NonNullable<PutBucketCorsCommandInput["CORSConfiguration"]>["CORSRules"];

/** CloudFormation and the API have the same rules under different names. */
function corsRules(rules: readonly Record<string, unknown>[]): CorsRules {
  return rules.map((rule) => ({
    ...without(rule, ["Id", "MaxAge", "ExposedHeaders"]),
    ...(rule.Id === undefined ? {} : { ID: String(rule.Id) }),
    ...(rule.MaxAge === undefined ? {} : { MaxAgeSeconds: Number(rule.MaxAge) }),
    ...(rule.ExposedHeaders === undefined
      ? {}
      : { ExposeHeaders: asList(rule.ExposedHeaders).map(String) }),
  })) as CorsRules;
}
