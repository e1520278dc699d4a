import * as lambda from "@aws-sdk/client-lambda";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import { NormalizedSchema } from "@smithy/core/schema";
import { describe, expect, test } from "vitest";
import { ServiceError } from "./service.ts";
import { compileShape } from "./shape.ts";
import { type Constraint, validateInput } from "./validate-input.ts";

const createFunction = compileShape(NormalizedSchema.of(lambda.CreateFunctionRequest$));

function messageOf(
  constraints: Record<string, Constraint>,
  input: Record<string, unknown>,
  shape = createFunction,
): string | undefined {
  try {
    validateInput(constraints, shape, input);
    return undefined;
  } catch (error) {
    return error instanceof ServiceError ? error.message : String(error);
  }
}

const one = "1 validation error detected: ";

test("input within its constraints passes", () => {
  const constraints: Record<string, Constraint> = {
    FunctionName: { required: true, min: 1, max: 3, pattern: "[a-z]+" },
    MemorySize: { min: 128 },
    Runtime: { enum: ["nodejs22.x"] },
    "Layers[]": { max: 5 },
    Description: { max: 0 },
  };
  const input = { FunctionName: "abc", MemorySize: 128, Runtime: "nodejs22.x", Layers: ["a"] };
  expect(messageOf(constraints, input)).toBeUndefined();
});

describe("AWS's words", () => {
  test("for what is missing", () => {
    expect(messageOf({ FunctionName: { required: true } }, {})).toBe(
      `${one}Value null at 'functionName' failed to satisfy constraint: Member must not be null`,
    );
  });

  test("for a number's range", () => {
    expect(messageOf({ MemorySize: { min: 128 } }, { MemorySize: 1 })).toBe(
      `${one}Value '1' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128`,
    );
    expect(messageOf({ MemorySize: { max: 10 } }, { MemorySize: 11 })).toBe(
      `${one}Value '11' at 'memorySize' failed to satisfy constraint: Member must have value less than or equal to 10`,
    );
  });

  test("for a text's length, pattern and values", () => {
    expect(messageOf({ Handler: { max: 2 } }, { Handler: "abc" })).toBe(
      `${one}Value 'abc' at 'handler' failed to satisfy constraint: Member must have length less than or equal to 2`,
    );
    expect(messageOf({ Handler: { pattern: "[^\\s]+" } }, { Handler: "a b" })).toBe(
      `${one}Value 'a b' at 'handler' failed to satisfy constraint: Member must satisfy regular expression pattern: [^\\s]+`,
    );
    expect(messageOf({ Runtime: { enum: ["a", "b"] } }, { Runtime: "c" })).toBe(
      `${one}Value 'c' at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [a, b]`,
    );
  });

  test("for all failures of a request at once", () => {
    const constraints = {
      FunctionName: { max: 1, pattern: "[a-z]+" },
      Timeout: { min: 1 },
    };
    expect(messageOf(constraints, { FunctionName: "A1", Timeout: 0 })).toBe(
      "3 validation errors detected: " +
        "Value 'A1' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 1; " +
        "Value 'A1' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+; " +
        "Value '0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1",
    );
  });

  test("for a list and its elements", () => {
    const constraints = {
      Architectures: { max: 1 },
      "Architectures[]": { enum: ["x86_64", "arm64"] },
    };
    expect(messageOf(constraints, { Architectures: ["x86_64", "arm64"] })).toBe(
      `${one}Value '[x86_64, arm64]' at 'architectures' failed to satisfy constraint: Member must have length less than or equal to 1`,
    );
    expect(messageOf(constraints, { Architectures: ["X86_64"] })).toBe(
      `${one}Value '[X86_64]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]`,
    );
    const layers = { "Layers[]": { min: 1, max: 9, pattern: "a+" } };
    expect(messageOf(layers, { Layers: ["b"] })).toBe(
      `${one}Value '[b]' at 'layers' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 9, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: a+, Member must not be null]`,
    );
    const subnets = { "VpcConfig.SubnetIds[]": { max: 9, nullable: true } };
    expect(messageOf(subnets, { VpcConfig: { SubnetIds: ["0123456789"] } })).toBe(
      `${one}Value '[0123456789]' at 'vpcConfig.subnetIds' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 9]`,
    );
  });

  test("for a map's keys and values", () => {
    const shape = compileShape(NormalizedSchema.of(lambda.CreateAliasRequest$));
    const path = "RoutingConfig.AdditionalVersionWeights{value}";
    const input = { RoutingConfig: { AdditionalVersionWeights: { "2": 2 } } };
    expect(messageOf({ [path]: { min: 0, max: 1, double: true } }, input, shape)).toBe(
      `${one}Value '{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]`,
    );
    expect(messageOf({ "Tags{key}": { max: 1 } }, { Tags: { ab: "c" } })).toBe(
      `${one}Value '{ab=c}' at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 1, Member must not be null]`,
    );
  });

  test("without the value where it is a secret", () => {
    const constraints = { "Environment.Variables{key}": { pattern: "[A-Z]+" } };
    expect(messageOf(constraints, { Environment: { Variables: { lower: "secret" } } })).toBe(
      `${one}Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [A-Z]+, Member must not be null]`,
    );
  });

  test("for members of structures in a list, counted from 1", () => {
    const shape = compileShape(NormalizedSchema.of(logs.PutLogEventsRequest$));
    const input = { logEvents: [{ message: "a" }, { message: "" }] };
    expect(messageOf({ "logEvents[].message": { min: 1 } }, input, shape)).toBe(
      `${one}Value '' at 'logEvents.2.member.message' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    );
    expect(messageOf({ logEvents: { max: 1 } }, input, shape)).toBe(
      `${one}Value '[InputLogEvent(timestamp=null, message=a), InputLogEvent(timestamp=null, message=)]' at 'logEvents' failed to satisfy constraint: Member must have length less than or equal to 1`,
    );
  });
});
