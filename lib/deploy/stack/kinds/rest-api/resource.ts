import { CreateResourceCommand, paginateGetResources } from "@aws-sdk/client-api-gateway";
import { type Cloud, ifThere, unknownId } from "../../cloud";
import type { Kind } from "../../kind";

/** A part of a REST API's path: found by its parent and its text. */
export const restResourceKind: Kind = {
  predict: () => facts(unknownId),
  takes: ["RestApiId", "ParentId", "PathPart"],
  async plan({ properties }, cloud) {
    const [restApiId, parentId, pathPart] = [
      String(properties.RestApiId),
      String(properties.ParentId),
      String(properties.PathPart),
    ];
    const existing = await ifThere(find(cloud, restApiId, parentId, pathPart));
    return {
      action: existing === undefined ? "create" : "keep",
      part: restApiId,
      ...(existing === undefined ? {} : { facts: facts(existing) }),
      async apply() {
        const { id = "" } = await cloud.restApis.send(
          new CreateResourceCommand({ restApiId, parentId, pathPart }),
        );
        return facts(id);
      },
    };
  },
};

async function find(
  { restApis }: Cloud,
  restApiId: string,
  parentId: string,
  pathPart: string,
): Promise<string | undefined> {
  for await (const page of paginateGetResources({ client: restApis }, { restApiId, limit: 500 })) {
    const found = page.items?.find((one) => one.parentId === parentId && one.pathPart === pathPart);
    if (found) return found.id;
  }
  return undefined;
}

function facts(id: string) {
  return { ref: id, attributes: { ResourceId: id } };
}
