import { describe, expect, it } from "vitest";
import { shapeFunction } from "@/lib/functions/read-function";
import type { Connection } from "@/lib/model/connection";
import { isSettling } from "@/lib/model/function-detail";

const connection: Connection = {
  id: "local",
  kind: "local",
  label: "Local engine",
  region: "us-east-1",
  writable: true,
};

describe("shapeFunction", () => {
  it("keeps the names of environment variables and leaves their values", () => {
    const detail = shapeFunction(
      {
        Configuration: {
          FunctionName: "checkout",
          FunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:checkout:live",
          Version: "47",
          Runtime: "nodejs22.x",
          MemorySize: 1024,
          Timeout: 15,
          Architectures: ["arm64"],
          LastModified: "2026-11-21T10:00:00.123+0000",
          Environment: { Variables: { SECRET: "hunter2", A: "b" } },
          LoggingConfig: { LogFormat: "JSON", LogGroup: "/shared/shop" },
        },
        Tags: { "aws:cloudformation:stack-name": "shop" },
        Concurrency: { ReservedConcurrentExecutions: 0 },
      },
      connection,
      "checkout",
    );
    expect(JSON.stringify(detail)).not.toContain("hunter2");
    expect(detail).toMatchObject({
      name: "checkout",
      arn: "arn:aws:lambda:eu-west-1:123456789012:function:checkout",
      region: "eu-west-1",
      accountId: "123456789012",
      version: "47",
      architecture: "arm64",
      environmentNames: ["A", "SECRET"],
      lastModified: "2026-11-21T10:00:00.123Z",
      logging: { logGroup: "/shared/shop", shared: true, format: "JSON" },
      reservedConcurrency: 0,
      owner: { tool: "CloudFormation", name: "shop" },
    });
  });

  it("stands on AWS's defaults where an implementation leaves fields out", () => {
    expect(shapeFunction({ Configuration: { FunctionName: "f" } }, connection, "f")).toMatchObject({
      region: "us-east-1",
      version: "$LATEST",
      memoryMb: 128,
      timeoutSeconds: 3,
      ephemeralStorageMb: 512,
      architecture: "x86_64",
      packageType: "Zip",
      logging: { logGroup: "/aws/lambda/f", shared: false, format: "Text" },
      reservedConcurrency: null,
      tags: {},
    });
  });

  it("says so when the answer has no configuration", () => {
    expect(() => shapeFunction({}, connection, "f")).toThrow(/without a configuration/);
  });
});

describe("isSettling", () => {
  it.each([
    [{ state: "Pending" }, true],
    [{ state: "Active", lastUpdateStatus: "InProgress" }, true],
    [{ state: "Active", lastUpdateStatus: "Successful" }, false],
    [{ state: "Failed" }, false],
    [{}, false],
  ])("%j: %s", (detail, settling) => {
    expect(isSettling(detail)).toBe(settling);
  });
});
