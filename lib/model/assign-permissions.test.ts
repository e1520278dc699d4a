import { describe, expect, it } from "vitest";
import { assignPermissions, type ReadPolicies } from "./assign-permissions";
import type { Permission } from "./permission";
import type { ApiRoute, FunctionUrl, RuleTarget } from "./push-triggers";
import type { Caller, Trigger } from "./trigger";

const called = {
  functionArn: "arn:aws:lambda:us-east-1:123456789012:function:f",
  functionName: "f",
};
const rule: RuleTarget = {
  kind: "rule",
  ...called,
  ruleArn: "arn:aws:events:us-east-1:123456789012:rule/nightly",
  name: "nightly",
  busName: "default",
  state: "ENABLED",
  targetId: "t",
};
const url: FunctionUrl = {
  kind: "url",
  ...called,
  url: "https://x.example/",
  authType: "NONE",
  streams: false,
};
const statement = (more: Partial<Permission>): Permission => ({
  statementId: "s",
  principal: "events.amazonaws.com",
  action: "lambda:InvokeFunction",
  ...more,
});
const assign = (triggers: Trigger[], permissions: Permission[], more: Partial<ReadPolicies> = {}) =>
  assignPermissions(called, triggers, {
    permissions,
    wasRead: () => true,
    isComplete: () => true,
    ...more,
  });
const callers = (found: Trigger[]) =>
  found.filter((trigger): trigger is Caller => trigger.kind === "caller");

describe("assignPermissions", () => {
  it("gives each trigger its statement, which then is no caller of its own", () => {
    const own = statement({ sourceArn: rule.ruleArn });
    expect(assign([rule], [own])).toEqual([{ ...rule, permission: own }]);
  });

  it("says where one is missing, but only where the policy was read", () => {
    expect(assign([rule], [])).toMatchObject([{ permission: "missing" }]);
    expect(assign([rule], [], { wasRead: () => false })[0]).not.toHaveProperty("permission");
    const forAlias = statement({ sourceArn: rule.ruleArn, qualifier: "live" });
    expect(assign([rule], [forAlias])[0]).toMatchObject({ permission: "missing" });
  });

  it("lets both statements of a function URL stand for the URL", () => {
    const both = [
      statement({ principal: "*", action: "lambda:InvokeFunctionUrl", isForUrl: true }),
      statement({ statementId: "t", principal: "*", isForUrl: true }),
    ];
    expect(assign([url], both)).toEqual([{ ...url, permission: both[0] }]);
    expect(assign([url], [both[0]!])).toMatchObject([{ permission: both[0], lacksInvoke: true }]);
    expect(assign([url], [both[1]!])).toEqual([{ ...url, permission: "missing" }]);
    // Without a URL they are left over.
    expect(callers(assign([], both)).map(({ found }) => found)).toEqual(["nothing", "nothing"]);
  });

  it("asks for none where a role or a signature lets in", () => {
    const signed: FunctionUrl = { ...url, authType: "AWS_IAM" };
    const route: ApiRoute = {
      kind: "api",
      ...called,
      protocol: "HTTP",
      apiId: "a1",
      apiName: "shop",
      route: "GET /orders/{id}",
      routeId: "r",
      stages: [],
      roleArn: "arn:aws:iam::123456789012:role/api",
    };
    for (const trigger of [signed, route])
      expect(assign([trigger], [])[0]).not.toHaveProperty("permission");
    const own = statement({
      principal: "apigateway.amazonaws.com",
      sourceArn: "arn:aws:execute-api:us-east-1:123456789012:a1/*/GET/orders/*",
    });
    expect(assign([{ ...route, roleArn: undefined }], [own])).toMatchObject([{ permission: own }]);
  });

  it.each<[string, Partial<Permission>, Caller["found"]]>([
    ["a rule of the account", { sourceArn: rule.ruleArn }, "nothing"],
    [
      "a rule of another account",
      { sourceArn: rule.ruleArn.replace("1234", "9999") },
      "not-looked",
    ],
    ["a pattern", { sourceArn: rule.ruleArn.replace("nightly", "*") }, "not-looked"],
    ["no source", {}, "not-looked"],
    ["a bucket", { principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::b" }, "nothing"],
    [
      "an API, whatever its route",
      {
        principal: "apigateway.amazonaws.com",
        sourceArn: "arn:aws:execute-api:us-east-1:123456789012:a1/*/*/*",
      },
      "nothing",
    ],
    [
      "a load balancer",
      {
        principal: "elasticloadbalancing.amazonaws.com",
        sourceArn: "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/1",
      },
      "not-looked",
    ],
  ])("of a statement for %s that nothing explains", (_name, more, found) => {
    expect(callers(assign([], [statement(more)]))[0]?.found).toBe(found);
  });

  it("does not call a source idle that was not all looked at", () => {
    const left = assign([], [statement({ sourceArn: rule.ruleArn })], { isComplete: () => false });
    expect(callers(left)[0]?.found).toBe("not-looked");
  });
});
