import type { Cloud } from "./cloud";
import type { Facts } from "./resolve-value";
import type { Values } from "./template";

/** A resource with its values resolved, about to be compared with the cloud. */
interface WantedResource {
  logicalId: string;
  stackName: string;
  /** The name it has, or gets. */
  name: string;
  properties: Values;
  metadata?: Values;
  /** What local paths are relative to. */
  templateFolder: string;
  /** Whether this run changes, or has changed, the function of that name or a part of the API of that id. */
  isChanged(id: string): boolean;
  /** What resources of this run have found to be theirs, so that no two take the same. */
  taken: Set<string>;
  note(sentence: string): void;
}

/** What is to be done with a resource, and the doing of it. */
export interface Step {
  action: "create" | "update" | "keep";
  changes?: readonly string[];
  /** The function's name or the API's id that it is, or is a part of, where a version or a deployment follows it. */
  part?: string;
  /** Known before anything is done, as far as possible. */
  facts?: Facts;
  /** Not called for `keep`. */
  apply(): Promise<Facts | void>;
}

/** One type of CloudFormation's resources. */
export interface Kind {
  /** The property that holds the resource's name; without it the resource has none of its own. */
  nameProperty?: string;
  /** The name of a resource that gives none. */
  defaultName?(stackName: string, logicalId: string, properties: Values): string;
  /** What Ref and GetAtt give before the resource exists. */
  predict(name: string, cloud: Cloud, properties: Values): Facts;
  /** The properties that are carried out; others are named in a note. */
  takes: readonly string[];
  plan(wanted: WantedResource, cloud: Cloud): Promise<Step>;
}
