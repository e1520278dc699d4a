import { describe, expect, it } from "vitest";
import { ownerOf } from "@/lib/model/owner";

const stack = { "aws:cloudformation:stack-name": "shop-prod" };

describe("ownerOf", () => {
  it.each([
    [stack, "CloudFormation", "shop-prod"],
    [{ ...stack, "lambda:createdBy": "SAM" }, "SAM", "shop-prod"],
    [{ ...stack, "aws-cdk:auto-delete": "true" }, "CDK", "shop-prod"],
    [{ ...stack, ManagedBy: "CDK" }, "CDK", "shop-prod"],
    [{ ...stack, STAGE: "prod" }, "Serverless Framework", "shop-prod"],
    [{ ManagedBy: "Terraform" }, "Terraform", undefined],
    [{ "managed-by": "opentofu" }, "Terraform", undefined],
    [{ Terraform: "true", "terraform-workspace": "prod" }, "Terraform", "prod"],
  ])("%j belongs to %s", (tags, tool, name) => {
    expect(ownerOf(tags)).toEqual({ tool, ...(name && { name }) });
  });

  it("finds no owner in ordinary tags", () => {
    expect(ownerOf({})).toBeUndefined();
    expect(ownerOf({ STAGE: "prod", team: "shop", about: "terraforming mars" })).toBeUndefined();
  });
});
