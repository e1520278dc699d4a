// Apart from what carries it out, so that the types of the package need no others.
import type { StackReport } from "../deploy/stack/report.ts";

/** A function for `deploy`: what is left out is guessed from its files, as `lambdeck deploy` does. */
export interface FunctionToDeploy {
  name: string;
  /** Its files in memory, by path, or... */
  files?: Readonly<Record<string, string | Uint8Array>>;
  /** ...the folder that holds them. */
  folder?: string;
  /** Such as `nodejs22.x`. */
  runtime?: string;
  /** Such as `index.handler`. */
  handler?: string;
  memoryMb?: number;
  timeoutSeconds?: number;
  environment?: Readonly<Record<string, string>>;
}

export interface DeployOptions {
  /** Values for a template's Parameters. */
  parameters?: Readonly<Record<string, string>>;
  /** What the names of a template's resources begin with. */
  stackName?: string;
}

/**
 * Deploys a function, a folder (of a function, or with a template in it), or a template of SAM, CloudFormation or the
 * Serverless Framework. Resolves with what was made; rejects when a part of it was refused.
 */
export type Deploy = (
  what: string | FunctionToDeploy,
  options?: DeployOptions,
) => Promise<StackReport>;
