import type * as api from "@aws-sdk/client-ssm";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { versionNotFound } from "../errors.ts";
import { newest, type Parameter, type ParameterVersion } from "../parameter.ts";
import type { ParameterStore } from "../parameter-store.ts";

const mostLabels = 10;

/** AWS: letters, digits and `.-_`, no digit first, none of its own beginnings. */
const isLabel = (label: string): boolean =>
  /^[a-z_.-][\w.-]*$/i.test(label) && !/^(aws|ssm)/i.test(label);

/** Names of versions that move from one to the next. */
export function labelOperations(store: ParameterStore) {
  const find = (name: string, number: number | undefined, { region }: CallContext) => {
    const parameter = store.get(region, name);
    const version =
      number === undefined
        ? newest(parameter)
        : parameter.versions.find((one) => one.number === number);
    if (!version)
      throw versionNotFound(
        `Systems Manager could not find version ${number} of ${name}. Verify the version and try again.`,
      );
    return { parameter, version };
  };
  const save = (
    parameter: Parameter,
    labelsOf: (version: ParameterVersion) => readonly string[],
  ): void =>
    store.put({
      ...parameter,
      versions: parameter.versions.map((version) => ({ ...version, labels: labelsOf(version) })),
    });

  return {
    LabelParameterVersion(
      input: api.LabelParameterVersionRequest,
      context: CallContext,
    ): api.LabelParameterVersionResult {
      const { Name: name = "", ParameterVersion: number, Labels: labels = [] } = input;
      const { parameter, version } = find(name, number, context);
      const valid = labels.filter(isLabel);
      const all = [...new Set([...version.labels, ...valid])];
      if (all.length > mostLabels)
        throw new ServiceError(
          "ParameterVersionLabelLimitExceeded",
          `An error occurred (ParameterVersionLabelLimitExceeded) when calling the LabelParameterVersion operation: A parameter version can have maximum ${mostLabels} labels.Move one or more labels to another version and try again.`,
          400,
        );
      save(parameter, (one) =>
        one === version ? all : one.labels.filter((label) => !valid.includes(label)),
      );
      return {
        InvalidLabels: labels.filter((label) => !isLabel(label)),
        ParameterVersion: version.number,
      };
    },

    UnlabelParameterVersion(
      input: api.UnlabelParameterVersionRequest,
      context: CallContext,
    ): api.UnlabelParameterVersionResult {
      const { Name: name = "", ParameterVersion: number, Labels: labels = [] } = input;
      const { parameter, version } = find(name, number, context);
      const removed = labels.filter((label) => version.labels.includes(label));
      save(parameter, (one) =>
        one === version ? one.labels.filter((label) => !removed.includes(label)) : one.labels,
      );
      return {
        RemovedLabels: removed,
        InvalidLabels: labels.filter((label) => !removed.includes(label)),
      };
    },
  };
}
