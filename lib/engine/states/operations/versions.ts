import type * as api from "@aws-sdk/client-sfn";
import type { Clock } from "../../clock.ts";
import { pageOf } from "../../http/page-of.ts";
import { conflict, noMachine } from "../errors.ts";
import type { Version } from "../execution/execution.ts";
import type { ExecutionStore } from "../execution/execution-store.ts";
import { badToken, checkArn, findMachine } from "./machines.ts";
import { publish } from "./publish-version.ts";

/** Publishing, listing and deleting versions of machines. */
export function versionOperations(store: ExecutionStore, clock: Clock) {
  const told = ({ arn, createdMs }: Version) => ({
    stateMachineVersionArn: arn,
    creationDate: new Date(createdMs),
  });
  return {
    PublishStateMachineVersion: (
      input: api.PublishStateMachineVersionInput,
    ): api.PublishStateMachineVersionOutput =>
      told(publish(store, findMachine(store, input.stateMachineArn), input, clock.now())),

    ListStateMachineVersions(
      input: api.ListStateMachineVersionsInput,
    ): api.ListStateMachineVersionsOutput {
      const machine = findMachine(store, input.stateMachineArn);
      const { items, nextToken } = pageOf(store.versionsOf(machine.arn), ({ arn }) => arn, {
        token: input.nextToken,
        size: input.maxResults || 100,
        invalidToken: badToken,
      });
      return {
        stateMachineVersions: items.map(told),
        ...(nextToken !== undefined && { nextToken }),
      };
    },

    DeleteStateMachineVersion(input: api.DeleteStateMachineVersionInput): object {
      const arn = checkArn(input.stateMachineVersionArn);
      if (!/:\d+$/.test(arn)) throw noMachine(arn);
      const version = store.versions.get(arn);
      const aliases = version
        ? store
            .aliasesOf(version.machine.arn)
            .filter(({ routing }) => routing.some(({ versionArn }) => versionArn === arn))
        : [];
      if (aliases.length > 0)
        throw conflict(
          `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${aliases.map(({ name }) => name).join(", ")}]`,
        );
      // Deleting what is not there is no error.
      store.versions.delete(arn);
      return {};
    },
  };
}
