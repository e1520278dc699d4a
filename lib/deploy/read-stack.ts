import { readServerless } from "./serverless/read-serverless";
import type { Cloud } from "./stack/cloud";
import { isServerlessFile } from "./stack/find-template";
import { readTemplate } from "./stack/read-template";
import type { Template } from "./stack/template";

export interface StackOptions {
  /** Values for a template's Parameters, or `${opt:...}` of a Serverless Framework file. */
  parameters?: Readonly<Record<string, string>>;
  stackName?: string;
  env?: Readonly<Record<string, string | undefined>>;
}

/** Reads a file of SAM, CloudFormation or the Serverless Framework, told apart by its name. Throws DeployError. */
export function readStack(file: string, cloud: Cloud, options: StackOptions = {}): Template {
  const { parameters, stackName, env = process.env } = options;
  if (!isServerlessFile(file))
    return readTemplate(file, {
      ...(parameters ? { parameters } : {}),
      ...(stackName === undefined ? {} : { stackName }),
    });
  const { region, accountId } = cloud;
  return readServerless(file, { options: parameters ?? {}, env, region, accountId });
}
