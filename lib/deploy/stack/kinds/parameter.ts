import {
  DescribeParametersCommand,
  GetParameterCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
} from "@aws-sdk/client-ssm";
import { differences } from "../../differences";
import { ifThere } from "../cloud";
import type { Kind } from "../kind";
import { asList, tagsOf } from "../template";
import { texts } from "./typed";

const words = ["AllowedPattern", "DataType", "Description", "Policies", "Tier", "Type"];

/** A parameter of the Parameter Store; `StringList` values may be lists. */
export const parameterKind: Kind = {
  nameProperty: "Name",
  predict: (name, _, { Type, Value }) => facts(name, String(Type), valueOf(Value)),
  takes: [...words, "Name", "Value", "Tags"],
  async plan({ name: Name, properties }, { ssm }) {
    const Value = valueOf(properties.Value);
    const found = await ifThere(ssm.send(new GetParameterCommand({ Name, WithDecryption: true })));
    const existing = found?.Parameter;
    const described = existing
      ? (
          await ssm.send(
            new DescribeParametersCommand({
              ParameterFilters: [{ Key: "Name", Option: "Equals", Values: [Name] }],
            }),
          )
        ).Parameters?.[0]
      : undefined;
    const { Policies, ...wanted } = texts(properties, words);
    const changes = existing
      ? [...differences({ ...described }, wanted), ...differences(existing, { Value })]
      : [];
    const input = { Name, Value, ...wanted, Policies } as PutParameterCommandInput;
    return {
      action: !existing ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      async apply() {
        await ssm.send(
          new PutParameterCommand(
            existing
              ? { ...input, Overwrite: true }
              : {
                  ...input,
                  Tags: Object.entries(tagsOf(properties.Tags)).map(([Key, Tag]) => ({
                    Key,
                    Value: Tag,
                  })),
                },
          ),
        );
      },
    };
  },
};

function valueOf(value: unknown): string {
  return asList(value).map(String).join(",");
}

function facts(name: string, type: string, value: string) {
  return { ref: name, attributes: { Type: type, Value: value } };
}
