import type { TagResourceRequest, UntagResourceRequest } from "@aws-sdk/client-apigatewayv2";
import type { CallContext, Operation } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import type { ApiRecord } from "../api.ts";
import type { ApiStore } from "../api-store.ts";
import { badRequest } from "../errors.ts";
import { part } from "../parts.ts";
import { checkTags } from "../tags.ts";

type Tags = Readonly<Record<string, string>>;

/** Tags of APIs and stages: `arn:aws:apigateway:REGION::/apis/ID[/stages/NAME]`. */
export function tagOperations(store: ApiStore) {
  const find = (arn: string | undefined, context: CallContext) => {
    const [, region, apiId, stageName] =
      /^arn:aws:apigateway:([^:]+)::\/apis\/([^/]+)(?:\/stages\/([^/]+))?$/.exec(arn ?? "") ?? [];
    if (region !== context.region) throw badRequest("Invalid ARN specified in the request");
    const api = store.api(region, apiId);
    const stage = stageName === undefined ? undefined : part(api.stages, stageName, "stage");
    const put = (tags: Tags) => {
      checkTags(tags);
      store.putUndeployed(withTags(api, stage?.StageName, tags));
    };
    return { tags: (stage ?? api.settings).Tags ?? {}, put };
  };
  return {
    GetTags: ({ ResourceArn }: { ResourceArn: string }, context: CallContext) => ({
      Tags: find(ResourceArn, context).tags,
    }),
    TagResource({ ResourceArn, Tags }: TagResourceRequest, context: CallContext) {
      const { tags, put } = find(ResourceArn, context);
      put({ ...tags, ...Tags });
      return {};
    },
    UntagResource({ ResourceArn, TagKeys = [] }: UntagResourceRequest, context: CallContext) {
      const { tags, put } = find(ResourceArn, context);
      put(Object.fromEntries(Object.entries(tags).filter(([key]) => !TagKeys.includes(key))));
    },
  } satisfies Record<string, Operation>;
}

function withTags(api: ApiRecord, stageName: string | undefined, tags: Tags): ApiRecord {
  const stage = stageName === undefined ? undefined : ownValue(api.stages, stageName);
  return stage
    ? { ...api, stages: { ...api.stages, [stage.StageName]: { ...stage, Tags: { ...tags } } } }
    : { ...api, settings: { ...api.settings, Tags: { ...tags } } };
}
