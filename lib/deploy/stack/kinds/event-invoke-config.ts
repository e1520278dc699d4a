import {
  GetFunctionEventInvokeConfigCommand,
  PutFunctionEventInvokeConfigCommand,
  type PutFunctionEventInvokeConfigCommandInput,
} from "@aws-sdk/client-lambda";
import { differences } from "../../differences";
import { ifThere } from "../cloud";
import type { Kind } from "../kind";
import { nameInArn } from "./name-in-arn";

export const eventInvokeConfigKind: Kind = {
  predict: (name) => ({ ref: name, attributes: {} }),
  takes: [
    "FunctionName",
    "Qualifier",
    "MaximumEventAgeInSeconds",
    "MaximumRetryAttempts",
    "DestinationConfig",
  ],
  async plan({ properties }, { lambda }) {
    const { FunctionName, Qualifier, ...config } = properties;
    const at = { FunctionName: nameInArn(FunctionName), Qualifier: String(Qualifier ?? "$LATEST") };
    const existing = await ifThere(lambda.send(new GetFunctionEventInvokeConfigCommand(at)));
    const wanted = Object.fromEntries(
      Object.entries(config).map(([name, value]) => [
        name,
        name === "DestinationConfig" ? value : Number(value),
      ]),
    );
    const changes = existing ? differences(existing, wanted) : [];
    return {
      action: !existing ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      async apply() {
        await lambda.send(
          new PutFunctionEventInvokeConfigCommand({
            ...(wanted as Partial<PutFunctionEventInvokeConfigCommandInput>),
            ...at,
          }),
        );
      },
    };
  },
};
