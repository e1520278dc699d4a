import type { PlannedChange } from "./concurrency-plan";

/**
 * The plan as Terraform. Reservations and queue maximums belong to resources that exist elsewhere, so those blocks
 * show only what is to be changed in them.
 */
export function planAsTerraform(changes: readonly PlannedChange[]): string {
  return changes.map((change) => `${terraformBlock(change)}\n`).join("\n");
}

function terraformBlock(change: PlannedChange): string {
  const { functionName, before, after } = change;
  const was = `# was ${before ?? "none"}`;
  if (change.kind === "reserved")
    return terraformResource(
      "aws_lambda_function",
      [functionName],
      [
        `function_name = ${terraformText(functionName)}`,
        // Terraform's word for none.
        `reserved_concurrent_executions = ${after ?? -1} ${was}`,
      ],
    );
  if (change.kind === "provisioned") {
    const type = "aws_lambda_provisioned_concurrency_config";
    const names = [functionName, change.qualifier];
    if (after === null)
      return `# Remove resource "${type}" of ${functionName}:${change.qualifier} ${was}`;
    return terraformResource(type, names, [
      `function_name = ${terraformText(functionName)}`,
      `qualifier = ${terraformText(change.qualifier)}`,
      `provisioned_concurrent_executions = ${after} ${was}`,
    ]);
  }
  return terraformResource(
    "aws_lambda_event_source_mapping",
    [functionName, change.queueName],
    [
      `# ${change.mappingId}`,
      `function_name = ${terraformText(functionName)}`,
      ...(after === null
        ? [`# no scaling_config ${was}`]
        : ["scaling_config {", `  maximum_concurrency = ${after} ${was}`, "}"]),
    ],
  );
}

function terraformResource(type: string, names: readonly string[], lines: readonly string[]) {
  const label = names.join("_").replaceAll(/[^A-Za-z0-9_-]/g, "_");
  // A label must not start with a digit.
  const name = /^\d/.test(label) ? `_${label}` : label;
  return [`resource "${type}" "${name}" {`, ...lines.map((line) => `  ${line}`), "}"].join("\n");
}

function terraformText(text: string): string {
  return JSON.stringify(text).replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
}

/** The plan as the properties of a CloudFormation template's resources, in YAML. */
export function planAsCloudFormation(changes: readonly PlannedChange[]): string {
  const ids = new Map<string, number>();
  const blocks = changes.map((change) => {
    const [id = "", ...lines] = cloudFormationResource(change);
    // Without their dashes two names may be one.
    const count = (ids.get(id) ?? 0) + 1;
    ids.set(id, count);
    return [`${id}${count === 1 ? "" : count}:`, ...lines];
  });
  return `Resources:\n${blocks.map((lines) => `${lines.map((line) => `  ${line}\n`).join("")}`).join("")}`;
}

function cloudFormationResource(change: PlannedChange): string[] {
  const { functionName, before, after } = change;
  const was = `# was ${before ?? "none"}`;
  if (change.kind === "reserved")
    return resource([functionName], "Function", [
      `FunctionName: ${yamlText(functionName)}`,
      `ReservedConcurrentExecutions: ${after ?? '!Ref "AWS::NoValue"'} ${was}`,
    ]);
  if (change.kind === "provisioned") {
    const { qualifier } = change;
    const isVersion = /^\d+$/.test(qualifier);
    return resource(
      [functionName, isVersion ? `Version${qualifier}` : qualifier],
      isVersion ? "Version" : "Alias",
      [
        `FunctionName: ${yamlText(functionName)}`,
        ...(isVersion ? [] : [`Name: ${yamlText(qualifier)}`]),
        ...(after === null
          ? [`ProvisionedConcurrencyConfig: !Ref "AWS::NoValue" ${was}`]
          : [
              "ProvisionedConcurrencyConfig:",
              `  ProvisionedConcurrentExecutions: ${after} ${was}`,
            ]),
      ],
    );
  }
  return resource([functionName, change.queueName], "EventSourceMapping", [
    `# ${change.mappingId}`,
    `FunctionName: ${yamlText(functionName)}`,
    ...(after === null
      ? [`ScalingConfig: !Ref "AWS::NoValue" ${was}`]
      : ["ScalingConfig:", `  MaximumConcurrency: ${after} ${was}`]),
  ]);
}

/** The resource's logical id, then its lines. */
function resource(names: readonly string[], type: string, properties: readonly string[]) {
  // Logical ids are letters and digits only.
  const id = names
    .flatMap((name) => name.split(/[^A-Za-z0-9]+/))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  return [
    id,
    `  Type: AWS::Lambda::${type}`,
    "  Properties:",
    ...properties.map((line) => `    ${line}`),
  ];
}

/** YAML reads some words and all digits as something other than text. */
function yamlText(text: string): string {
  return JSON.stringify(text);
}
