import { kinds } from "./kinds/kinds";
import { referencesIn } from "./resolve-value";
import type { Resource } from "./template";

const rank = new Map([...kinds.keys()].map((type, at) => [type, at]));

/**
 * The order in which resources are made: each after what it refers to, else by type. A circle of references, which
 * names alone make possible, is cut where it closes; APIs come before the functions of their documents, whose ARNs are
 * known from their names, so that these functions may know their own API.
 */
export function orderResources(resources: Readonly<Record<string, Resource>>): string[] {
  const ids = Object.keys(resources).sort((a, b) => rankOf(resources[a]) - rankOf(resources[b]));
  const ordered: string[] = [];
  const seen = new Set<string>();
  const visit = (id: string): void => {
    const resource = resources[id];
    if (!resource || seen.has(id)) return;
    seen.add(id);
    for (const other of [...resource.dependsOn, ...referencesIn(resource.properties)])
      if (!isApi(resource) || !resources[other]?.type.startsWith("AWS::Lambda::")) visit(other);
    ordered.push(id);
  };
  for (const id of ids) visit(id);
  return ordered;
}

function isApi({ type }: Resource): boolean {
  return type === "AWS::ApiGateway::RestApi" || type === "AWS::ApiGatewayV2::Api";
}

function rankOf(resource: Resource | undefined): number {
  return rank.get(resource?.type ?? "") ?? rank.size;
}
