import {
  CreateFunctionUrlConfigCommand,
  type CreateFunctionUrlConfigCommandInput,
  GetFunctionUrlConfigCommand,
  UpdateFunctionUrlConfigCommand,
} from "@aws-sdk/client-lambda";
import { differences } from "../../differences";
import { arnOf, ifThere } from "../cloud";
import type { Kind } from "../kind";
import { asValues } from "../template";
import { nameInArn } from "./name-in-arn";

export const functionUrlKind: Kind = {
  predict(_, cloud, { TargetFunctionArn }) {
    const arn = arnOf(cloud, "lambda", `function:${nameInArn(TargetFunctionArn)}`);
    return { ref: arn, attributes: { FunctionArn: arn, FunctionUrl: "(known when it is made)" } };
  },
  takes: ["TargetFunctionArn", "Qualifier", "AuthType", "Cors", "InvokeMode"],
  async plan({ properties }, { lambda }) {
    const { TargetFunctionArn, Qualifier, ...config } = properties;
    const at = {
      FunctionName: nameInArn(TargetFunctionArn),
      Qualifier: Qualifier as string | undefined,
    };
    const existing = await ifThere(lambda.send(new GetFunctionUrlConfigCommand(at)));
    const input = { InvokeMode: "BUFFERED", ...config, Cors: corsOf(config.Cors) };
    const wanted = input as unknown as Pick<
      CreateFunctionUrlConfigCommandInput,
      "AuthType" | "InvokeMode"
    >;
    const changes = existing ? differences(existing, wanted) : [];
    return {
      action: !existing ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      ...(existing ? { facts: facts(existing) } : {}),
      apply: async () =>
        facts(
          await (existing
            ? lambda.send(new UpdateFunctionUrlConfigCommand({ ...at, ...wanted }))
            : lambda.send(new CreateFunctionUrlConfigCommand({ ...at, ...wanted }))),
        ),
    };
  },
};

function facts({ FunctionArn = "", FunctionUrl = "" }) {
  return { ref: FunctionArn, attributes: { FunctionArn, FunctionUrl }, address: FunctionUrl };
}

/** Templates may write lists of one as texts, and numbers and switches too. */
function corsOf(cors: unknown) {
  if (cors === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(asValues(cors)).map(([name, value]) => [
      name,
      name === "AllowCredentials"
        ? String(value) === "true"
        : name === "MaxAge"
          ? Number(value)
          : value,
    ]),
  );
}
