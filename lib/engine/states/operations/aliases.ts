import type * as api from "@aws-sdk/client-sfn";
import type { Clock } from "../../clock.ts";
import { pageOf } from "../../http/page-of.ts";
import { conflict, invalidName, noResource, validation } from "../errors.ts";
import type { Alias } from "../execution/execution.ts";
import type { ExecutionStore } from "../execution/execution-store.ts";
import { badToken, checkArn, findMachine } from "./machines.ts";

/** Names of versions that requests are shared between. */
export function aliasOperations(store: ExecutionStore, clock: Clock) {
  const find = (given: string | undefined): Alias => {
    const arn = checkArn(given);
    const alias = store.aliases.get(arn);
    if (!alias) throw noResource();
    return alias;
  };
  const read = (given: readonly api.RoutingConfigurationListItem[] = []): Alias["routing"] => {
    const routing = given.map(({ stateMachineVersionArn: versionArn = "", weight = 0 }) => ({
      versionArn,
      weight,
    }));
    checkRouting(routing, store);
    return routing;
  };

  return {
    CreateStateMachineAlias(
      input: api.CreateStateMachineAliasInput,
    ): api.CreateStateMachineAliasOutput {
      const { name = "", description } = input;
      if (!/^(?=.*[a-zA-Z_\-.])[a-zA-Z0-9_\-.]{1,80}$/.test(name))
        throw invalidName(`Invalid Name: '${name}'`);
      const routing = read(input.routingConfiguration);
      const machineArn = machineOf(routing[0]?.versionArn ?? "");
      const arn = `${machineArn}:${name}`;
      const before = store.aliases.get(arn);
      if (before) {
        const isSame = before.description === description && isSameRouting(before.routing, routing);
        if (!isSame)
          throw conflict(
            "Failed to create alias because an alias with the same name and a different routing configuration already exists.",
          );
        return { stateMachineAliasArn: arn, creationDate: new Date(before.createdMs) };
      }
      const nowMs = clock.now();
      const times = { createdMs: nowMs, updatedMs: nowMs };
      const told = description === undefined ? {} : { description };
      store.aliases.set(arn, { arn, name, machineArn, routing, ...times, ...told });
      return { stateMachineAliasArn: arn, creationDate: new Date(nowMs) };
    },

    UpdateStateMachineAlias(
      input: api.UpdateStateMachineAliasInput,
    ): api.UpdateStateMachineAliasOutput {
      const before = find(input.stateMachineAliasArn);
      const { description, routingConfiguration } = input;
      if (description === undefined && routingConfiguration === undefined)
        throw validation(
          "Either the description or the routing configuration of the alias must be specified",
        );
      const routing = routingConfiguration ? read(routingConfiguration) : before.routing;
      if (machineOf(routing[0]?.versionArn ?? "") !== before.machineArn)
        throw validation("The routing configuration has to name versions of the alias's machine");
      const alias: Alias = {
        ...before,
        routing,
        ...(description !== undefined && { description }),
        updatedMs: clock.now(),
      };
      store.aliases.set(alias.arn, alias);
      return { updateDate: new Date(alias.updatedMs) };
    },

    DescribeStateMachineAlias(
      input: api.DescribeStateMachineAliasInput,
    ): api.DescribeStateMachineAliasOutput {
      const { arn, name, description, routing, createdMs, updatedMs } = find(
        input.stateMachineAliasArn,
      );
      return {
        stateMachineAliasArn: arn,
        name,
        ...(description !== undefined && { description }),
        routingConfiguration: routing.map(({ versionArn, weight }) => ({
          stateMachineVersionArn: versionArn,
          weight,
        })),
        creationDate: new Date(createdMs),
        updateDate: new Date(updatedMs),
      };
    },

    ListStateMachineAliases(
      input: api.ListStateMachineAliasesInput,
    ): api.ListStateMachineAliasesOutput {
      const given = checkArn(input.stateMachineArn);
      const version = store.versions.get(given);
      const machine = version?.machine ?? findMachine(store, given);
      const all = store
        .aliasesOf(machine.arn)
        .filter(
          ({ routing }) => !version || routing.some(({ versionArn }) => versionArn === version.arn),
        );
      const { items, nextToken } = pageOf(all, ({ arn }) => arn, {
        token: input.nextToken,
        size: input.maxResults || 100,
        invalidToken: badToken,
      });
      return {
        stateMachineAliases: items.map(({ arn, createdMs }) => ({
          stateMachineAliasArn: arn,
          creationDate: new Date(createdMs),
        })),
        ...(nextToken !== undefined && { nextToken }),
      };
    },

    DeleteStateMachineAlias(input: api.DeleteStateMachineAliasInput): object {
      store.aliases.delete(find(input.stateMachineAliasArn).arn);
      return {};
    },
  };
}

const machineOf = (versionArn: string): string => versionArn.replace(/:\d+$/, "");

const isSameRouting = (one: Alias["routing"], other: Alias["routing"]): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** One or two versions of one machine, whose weights are 100 together. */
function checkRouting(routing: Alias["routing"], store: ExecutionStore): void {
  for (const { versionArn } of routing)
    if (!store.versions.get(checkArn(versionArn))) throw noResource();
  const total = routing.reduce((sum, { weight }) => sum + weight, 0);
  if (total !== 100)
    throw validation(
      `The weights of a routing configuration have to be 100 together, not ${total}`,
    );
  const [first, second] = routing;
  if (!second) return;
  if (first?.versionArn === second.versionArn)
    throw validation("The versions of a routing configuration have to be different ones");
  if (machineOf(first?.versionArn ?? "") !== machineOf(second.versionArn))
    throw validation("The versions of a routing configuration have to be of the same machine");
}
