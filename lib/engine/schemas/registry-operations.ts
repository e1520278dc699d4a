import type {
  CreateRegistryCommandInput,
  DeleteRegistryCommandInput,
  DescribeRegistryCommandInput,
  ListRegistriesCommandInput,
  UpdateRegistryCommandInput,
} from "@aws-sdk/client-schemas";
import { type CallContext, ServiceError } from "../http/service.ts";
import { conflict } from "./errors.ts";
import { pageOf } from "./page.ts";
import type { Registry, RegistryStore } from "./registry-store.ts";
import { checkTags } from "./tags.ts";

/** Registries: where schemas live. A name that starts with `aws.` is AWS's own. */
export function registryOperations(store: RegistryStore) {
  return {
    CreateRegistry(input: CreateRegistryCommandInput, context: CallContext) {
      const { RegistryName: name = "", Description: description, Tags: tags = {} } = input;
      if (/^aws\./i.test(name))
        throw new ServiceError(
          "ForbiddenException",
          `Registry names that start with aws. are reserved for AWS.`,
        );
      if (store.findRegistry(context.region, name))
        throw conflict(`Registry with name ${name} already exists.`);
      checkTags(tags);
      const registry: Registry = {
        region: context.region,
        name,
        tags,
        ...(description !== undefined && { description }),
      };
      store.putRegistry(registry);
      return describe(registry, context);
    },

    DescribeRegistry: (input: DescribeRegistryCommandInput, context: CallContext) =>
      describe(store.registry(context.region, input.RegistryName ?? ""), context),

    UpdateRegistry(input: UpdateRegistryCommandInput, context: CallContext) {
      const registry = store.registry(context.region, input.RegistryName ?? "");
      const { Description: description = registry.description } = input;
      const updated = { ...registry, ...(description !== undefined && { description }) };
      store.putRegistry(updated);
      return describe(updated, context);
    },

    DeleteRegistry(input: DeleteRegistryCommandInput, { region }: CallContext) {
      const registry = store.registry(region, input.RegistryName ?? "");
      if (store.schemas(registry).length > 0)
        throw conflict(
          `Registry with name ${registry.name} is not empty: delete its schemas first.`,
        );
      store.deleteRegistry(registry);
    },

    ListRegistries(input: ListRegistriesCommandInput, context: CallContext) {
      const { RegistryNamePrefix: prefix = "", Scope: scope } = input;
      // The scope AWS means the registries that AWS keeps for everybody; there are none here.
      const found = scope === "AWS" ? [] : store.registries(context.region);
      const matching = found.filter(({ name }) => name.startsWith(prefix));
      const { items, NextToken } = pageOf(matching, ({ name }) => name, input);
      return {
        Registries: items.map((registry) => ({
          RegistryArn: registryArn(registry, context),
          RegistryName: registry.name,
          Tags: registry.tags,
        })),
        NextToken,
      };
    },
  };
}

function registryArn({ region, name }: Registry, { accountId }: CallContext): string {
  return `arn:aws:schemas:${region}:${accountId}:registry/${name}`;
}

const describe = (registry: Registry, context: CallContext) => ({
  Description: registry.description,
  RegistryArn: registryArn(registry, context),
  RegistryName: registry.name,
  Tags: registry.tags,
});
