import type * as api from "@aws-sdk/client-ssm";
import type { CallContext } from "../../http/service.ts";
import type { ParameterStore } from "../parameter-store.ts";

export function deleteOperations(store: ParameterStore) {
  return {
    DeleteParameter(input: api.DeleteParameterRequest, { region }: CallContext): object {
      store.delete(store.get(region, input.Name ?? ""));
      return {};
    },

    DeleteParameters(
      input: api.DeleteParametersRequest,
      { region }: CallContext,
    ): api.DeleteParametersResult {
      const names = [...new Set(input.Names)];
      const there = names.filter((name) => store.find(region, name));
      for (const name of there) store.delete(store.get(region, name));
      return {
        DeletedParameters: there,
        InvalidParameters: names.filter((name) => !there.includes(name)),
      };
    },
  };
}
