import type { Resource, Values } from "./template";

/** What resources of AWS::Serverless become: resources of CloudFormation, by name. */
export interface Expansion {
  resources: Record<string, Resource>;
  notes: string[];
  /** Events that are routes of APIs; the APIs are made of them at the end. */
  routes: ApiRoute[];
}

/** A function's event of the type Api or HttpApi. */
export interface ApiRoute {
  type: "Api" | "HttpApi";
  target: Target;
  /** The event's name. */
  name: string;
  properties: Values;
}

/** What an event calls. */
export interface Target {
  id: string;
  resource: Resource;
  /** The function itself or its alias, or a state machine. */
  arn: Values;
  /** The role that calls it, where a caller needs one. */
  role?: unknown;
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

/** Names the properties that are not carried over. */
export function noteOthers(
  id: string,
  properties: Values,
  known: readonly string[],
  { notes }: Expansion,
): void {
  for (const name of Object.keys(properties))
    if (!known.includes(name)) notes.push(`${id}.${name} is not carried over.`);
}

/** The members of a map that are given. */
export function pick(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(
    names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
  );
}
