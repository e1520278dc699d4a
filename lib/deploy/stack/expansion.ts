import type { Resource, Values } from "./template";

/** What resources of AWS::Serverless become: resources of CloudFormation, by name. */
export interface Expansion {
  resources: Record<string, Resource>;
  notes: string[];
}

/** Adds a resource made from another, under the same condition. */
export function add(
  expansion: Expansion,
  from: Resource,
  id: string,
  type: string,
  properties: Values,
): void {
  const { condition, dependsOn, metadata } = from;
  expansion.resources[id] = {
    type,
    properties,
    ...(condition === undefined ? {} : { condition }),
    dependsOn,
    ...(metadata ? { metadata } : {}),
  };
}
