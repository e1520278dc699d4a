/** A tool that made a function and will overwrite changes made elsewhere. */
export interface Owner {
  tool: "CloudFormation" | "SAM" | "CDK" | "Terraform" | "Serverless Framework";
  /** The stack or project, when its tags name it. */
  name?: string;
}

/**
 * Which tool owns a function, judged by its tags: CloudFormation writes its stack's name, SAM its mark;
 * CDK, the Serverless Framework and Terraform are known by the tags they or their usual set-ups write.
 */
export function ownerOf(tags: Readonly<Record<string, string>>): Owner | undefined {
  const stack = tags["aws:cloudformation:stack-name"];
  const named = stack ? { name: stack } : {};
  const marks = Object.entries(tags).map(([key, value]) => `${key}=${value}`.toLowerCase());
  const says = (pattern: RegExp) => marks.some((mark) => pattern.test(mark));
  if (tags["lambda:createdBy"] === "SAM") return { tool: "SAM", ...named };
  if (says(/^aws-?:?cdk|^(managed-?_?by|created-?_?by|deployed-?_?with|iac)=(aws-)?cdk/))
    return { tool: "CDK", ...named };
  if (stack && "STAGE" in tags) return { tool: "Serverless Framework", ...named };
  if (
    says(
      /^(managed-?_?by|created-?_?by|provisioner|iac)=(terraform|opentofu)|^terraform(:|=|-workspace)/,
    )
  ) {
    const name = tags["terraform-workspace"] ?? tags["terraform:workspace"];
    return { tool: "Terraform", ...(name ? { name } : {}) };
  }
  return stack ? { tool: "CloudFormation", name: stack } : undefined;
}
