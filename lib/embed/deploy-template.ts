import { DeployError } from "../deploy/deploy-error.ts";
import { readStack } from "../deploy/read-stack.ts";
import { type CloudAddress, openCloud } from "../deploy/stack/cloud.ts";
import { deployStack } from "../deploy/stack/deploy-stack.ts";
import type { StackReport } from "../deploy/stack/report.ts";
import type { DeployOptions } from "./deploy-words.ts";

/** Deploys a template; rejects with everything that was refused. */
export async function deployTemplate(
  address: CloudAddress,
  template: string,
  options: DeployOptions,
): Promise<StackReport> {
  const cloud = await openCloud(address);
  try {
    const report = await deployStack(readStack(template, cloud, options), cloud);
    const failed = report.changes.filter(({ action }) => action === "fail");
    if (failed.length === 0) return report;
    throw new DeployError(
      failed.map(({ logicalId, reason }) => `${logicalId}: ${reason}`).join("\n"),
    );
  } finally {
    cloud.close();
  }
}
