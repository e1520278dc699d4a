import type { DeployOptions } from "@/lib/cli/deploy-options";
import { nameOfPlace } from "@/lib/cli/place";
import { readStack } from "@/lib/deploy/read-stack";
import { type Cloud, openCloud } from "@/lib/deploy/stack/cloud";
import { deployStack, planStack } from "@/lib/deploy/stack/deploy-stack";
import type { StackChange, StackReport } from "@/lib/deploy/stack/report";

interface Output {
  write(text: string): unknown;
}

/** Deploys a template: shows what will become of each resource, does it, and says what came of it. False when a part failed. */
export async function deployTemplate(
  template: string,
  options: DeployOptions,
  output: Output,
): Promise<boolean> {
  const cloud = await openCloud(addressOf(options));
  try {
    const read = () => readStack(template, cloud, { ...options, env: options.env });
    if (!options.json) {
      const plan = await planStack(read(), cloud);
      output.write(describePlan(plan, options));
      if (options.planOnly) return !hasFailed(plan);
    }
    const report = await (options.planOnly ? planStack : deployStack)(read(), cloud);
    output.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : describeReport(report));
    return !hasFailed(report);
  } finally {
    cloud.close();
  }
}

/** Deploys a template again after a change: one line for each resource that is no longer as it was. */
export async function redeployTemplate(
  template: string,
  options: DeployOptions,
): Promise<{ lines: string[]; failed: boolean }> {
  const cloud: Cloud = await openCloud(addressOf(options));
  try {
    const report = await deployStack(readStack(template, cloud, options), cloud);
    return {
      lines: report.changes
        .filter(({ action }) => action !== "keep" && action !== "skip")
        .map(describeChange),
      failed: hasFailed(report),
    };
  } finally {
    cloud.close();
  }
}

function addressOf({ place: { endpoint = "", region = "us-east-1", env } }: DeployOptions) {
  return {
    endpoint,
    region,
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID || "lambdeck",
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY || "lambdeck",
      ...(env.AWS_SESSION_TOKEN ? { sessionToken: env.AWS_SESSION_TOKEN } : {}),
    },
  };
}

function hasFailed({ changes }: StackReport): boolean {
  return changes.some(({ action }) => action === "fail");
}

function describePlan(plan: StackReport, { place }: DeployOptions): string {
  const lines = [
    `${plan.source} as ${plan.stackName} on ${nameOfPlace(place)}:`,
    ...plan.changes.map((change) => `  ${describeChange(change)}`),
    ...plan.notes.map((note) => `  note: ${note}`),
    "",
  ];
  return `${lines.join("\n")}\n`;
}

const verbs = {
  create: "make  ",
  update: "change",
  keep: "keep  ",
  skip: "skip  ",
  fail: "FAIL  ",
} as const;

function describeChange({ logicalId, type, name, action, changes, reason }: StackChange): string {
  const what = `${type.replace(/^AWS::/, "")} ${name ?? logicalId}`;
  const detail = reason ?? changes?.join(", ");
  return `${verbs[action]} ${what}${detail ? `: ${detail}` : ""}`;
}

function describeReport({ changes, outputs }: StackReport): string {
  const count = (action: StackChange["action"]) =>
    changes.filter((change) => change.action === action).length;
  const failed = changes.filter(({ action }) => action === "fail");
  const functions = changes.filter(
    ({ type, action }) =>
      type === "AWS::Lambda::Function" && action !== "skip" && action !== "fail",
  );
  const addresses = changes.flatMap(({ address, logicalId, name }) =>
    address === undefined ? [] : [`  ${address}  (${name ?? logicalId})`],
  );
  const lines = [
    `${count("create")} made, ${count("update")} changed, ${count("keep")} as they were, ${count("skip")} skipped, ${failed.length} failed.`,
    ...failed.map((change) => `  ${describeChange(change)}`),
    ...Object.entries(outputs).map(([name, value]) => `  ${name} = ${value}`),
    ...(functions.length > 0
      ? ["", `Functions: ${functions.map(({ name }) => name).join(", ")}`]
      : []),
    ...(addresses.length > 0 ? ["", "Addresses:", ...addresses] : []),
  ];
  return `${lines.join("\n")}\n`;
}
