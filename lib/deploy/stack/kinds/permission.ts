import {
  AddPermissionCommand,
  type AddPermissionCommandInput,
  GetPolicyCommand,
  RemovePermissionCommand,
} from "@aws-sdk/client-lambda";
import { ifThere } from "../cloud";
import type { Kind } from "../kind";
import { asList, asValues } from "../template";
import { nameInArn, qualifierInArn } from "./name-in-arn";

/** A statement of a function's policy; its Sid is the resource's name in the template. */
export const permissionKind: Kind = {
  predict: (name) => ({ ref: name, attributes: { Id: name } }),
  takes: [
    "Action",
    "FunctionName",
    "Principal",
    "SourceArn",
    "SourceAccount",
    "EventSourceToken",
    "FunctionUrlAuthType",
    "PrincipalOrgID",
    "InvokedViaFunctionUrl",
  ],
  async plan({ logicalId, properties }, { lambda }) {
    const at = {
      FunctionName: nameInArn(properties.FunctionName),
      Qualifier: qualifierInArn(properties.FunctionName),
    };
    const answer = await ifThere(lambda.send(new GetPolicyCommand(at)));
    const statements = asList(asValues(JSON.parse(answer?.Policy ?? "{}")).Statement).map(asValues);
    const existing = statements.find(({ Sid }) => Sid === logicalId);
    const text = JSON.stringify(existing ?? {});
    const isSame = [properties.Action, properties.Principal, properties.SourceArn].every(
      (value) => value === undefined || text.includes(JSON.stringify(String(value)).slice(1, -1)),
    );
    return {
      action: !existing ? "create" : isSame ? "keep" : "update",
      changes: existing ? ["statement"] : [],
      async apply() {
        if (existing)
          await lambda.send(new RemovePermissionCommand({ ...at, StatementId: logicalId }));
        const { FunctionName: _, ...statement } = properties;
        await lambda.send(
          new AddPermissionCommand({
            ...(statement as Partial<AddPermissionCommandInput>),
            ...at,
            StatementId: logicalId,
            Action: String(properties.Action),
            Principal: String(properties.Principal),
          }),
        );
      },
    };
  },
};
