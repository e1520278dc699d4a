import type * as schemas from "@aws-sdk/client-sts";
import type { CallContext, Service } from "../http/service.ts";

/** STS: the engine accepts any credentials, so there is nobody to be but the account itself. */
export function createStsService(): Service {
  return {
    id: "sts",
    signingName: "sts",
    schemas: () => import("@aws-sdk/client-sts"),
    protocols: ["awsQuery"],
    queryVersion: "2011-06-15",
    xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    differences: [
      "Any credentials are those of the account's root user; signatures are not checked.",
    ],
    operations: { GetCallerIdentity: getCallerIdentity },
    others: "it accepts any credentials and issues none",
  };
}

function getCallerIdentity(
  _input: schemas.GetCallerIdentityCommandInput,
  context: CallContext,
): Omit<schemas.GetCallerIdentityCommandOutput, "$metadata"> {
  return {
    UserId: context.accessKeyId,
    Account: context.accountId,
    Arn: `arn:aws:iam::${context.accountId}:root`,
  };
}
