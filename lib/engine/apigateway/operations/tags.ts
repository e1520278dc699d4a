import type {
  GetTagsRequest,
  TagResourceRequest,
  UntagResourceRequest,
} from "@aws-sdk/client-api-gateway";
import { badRequest } from "../../apigatewayv2/errors.ts";
import { checkTags } from "../../apigatewayv2/tags.ts";
import type { CallContext, Operation } from "../../http/service.ts";
import type { KeyStore } from "../key-store.ts";
import type { RestStore } from "../rest-store.ts";

type Tags = Readonly<Record<string, string>>;

/** Tags: `arn:aws:apigateway:REGION::/restapis/ID[/stages/NAME]`, `/apikeys/ID`, `/usageplans/ID`. */
export function tagOperations(store: RestStore, keys: KeyStore) {
  const find = (arn: string | undefined, context: CallContext) => {
    const [, region = "", kind, id, stageName] =
      /^arn:aws:apigateway:([^:]+)::\/(restapis|apikeys|usageplans)\/([^/]+)(?:\/stages\/([^/]+))?$/.exec(
        arn ?? "",
      ) ?? [];
    if (region !== context.region || (kind !== "restapis" && stageName !== undefined))
      throw badRequest("Invalid ARN specified in the request");
    if (kind === "apikeys") {
      const key = keys.key(region, id);
      const put = (tags: Tags) => {
        checkTags(tags);
        keys.putKey({ ...key, settings: { ...key.settings, tags: { ...tags } } });
      };
      return { tags: key.settings.tags ?? {}, put };
    }
    if (kind === "usageplans") {
      const plan = keys.plan(region, id);
      const put = (tags: Tags) => {
        checkTags(tags);
        keys.putPlan({ ...plan, settings: { ...plan.settings, tags: { ...tags } } });
      };
      return { tags: plan.settings.tags ?? {}, put };
    }
    if (stageName === undefined) {
      const api = store.api(region, id);
      const put = (tags: Tags) => {
        checkTags(tags);
        store.put({ ...api, settings: { ...api.settings, tags: { ...tags } } });
      };
      return { tags: api.settings.tags ?? {}, put };
    }
    const { api, stage } = store.stage(region, { restApiId: id, stageName });
    const put = (tags: Tags) => {
      checkTags(tags);
      store.putStage(api, { ...stage, tags: { ...tags } });
    };
    return { tags: stage.tags ?? {}, put };
  };
  return {
    GetTags: ({ resourceArn }: GetTagsRequest, context: CallContext) => ({
      tags: find(resourceArn, context).tags,
    }),
    TagResource({ resourceArn, tags }: TagResourceRequest, context: CallContext) {
      const found = find(resourceArn, context);
      found.put({ ...found.tags, ...tags });
    },
    UntagResource({ resourceArn, tagKeys = [] }: UntagResourceRequest, context: CallContext) {
      const { tags, put } = find(resourceArn, context);
      put(Object.fromEntries(Object.entries(tags).filter(([key]) => !tagKeys.includes(key))));
    },
  } satisfies Record<string, Operation>;
}
