import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import type { PlannedChange } from "./concurrency-plan";
import { planAsCli } from "./plan-as-cli";
import { planAsCloudFormation, planAsTerraform } from "./plan-as-code";

const changes: PlannedChange[] = [
  { kind: "reserved", functionName: "checkout-api", before: 120, after: 220 },
  { kind: "provisioned", functionName: "checkout-api", qualifier: "live", before: 20, after: 40 },
  { kind: "reserved", functionName: "mail", before: 60, after: null },
  { kind: "provisioned", functionName: "mail", qualifier: "7", before: 5, after: null },
  {
    kind: "queue-maximum",
    functionName: "orders",
    mappingId: "2b7e",
    queueName: "orders.fifo",
    before: 40,
    after: 60,
  },
  {
    kind: "queue-maximum",
    functionName: "orders",
    mappingId: "9c1d",
    queueName: "returns",
    before: 10,
    after: null,
  },
];

test("AWS CLI: one command a step, in the order in which they must run", () => {
  expect(planAsCli(changes, { region: "eu-west-1" })).toBe(
    [
      "set -e",
      "aws lambda delete-provisioned-concurrency-config --function-name mail --qualifier 7 --region eu-west-1",
      "aws lambda delete-function-concurrency --function-name mail --region eu-west-1",
      "aws lambda put-function-concurrency --function-name checkout-api --reserved-concurrent-executions 220 --region eu-west-1",
      "aws lambda put-provisioned-concurrency-config --function-name checkout-api --qualifier live --provisioned-concurrent-executions 40 --region eu-west-1",
      "aws lambda update-event-source-mapping --uuid 2b7e --scaling-config MaximumConcurrency=60 --region eu-west-1",
      "aws lambda update-event-source-mapping --uuid 9c1d --scaling-config '{}' --region eu-west-1",
      "",
    ].join("\n"),
  );
});

test("AWS CLI: a shell reads hostile names as the words they are", () => {
  const name = 'it\'s $(touch x) `y` "z" ; & | \\ !';
  const script = planAsCli([{ kind: "reserved", functionName: name, before: null, after: 1 }], {
    region: "us-east-1",
    profile: "my profile",
    endpoint: "http://127.0.0.1:3211",
  });
  const { stdout } = spawnSync("sh", ["-c", `aws() { printf '%s\\n' "$@"; }\n${script}`]);
  expect(stdout.toString().trimEnd().split("\n")).toEqual([
    "lambda",
    "put-function-concurrency",
    "--function-name",
    name,
    "--reserved-concurrent-executions",
    "1",
    "--region",
    "us-east-1",
    "--profile",
    "my profile",
    "--endpoint-url",
    "http://127.0.0.1:3211",
  ]);
});

test("Terraform", () => {
  expect(planAsTerraform(changes)).toBe(`resource "aws_lambda_function" "checkout-api" {
  function_name = "checkout-api"
  reserved_concurrent_executions = 220 # was 120
}

resource "aws_lambda_provisioned_concurrency_config" "checkout-api_live" {
  function_name = "checkout-api"
  qualifier = "live"
  provisioned_concurrent_executions = 40 # was 20
}

resource "aws_lambda_function" "mail" {
  function_name = "mail"
  reserved_concurrent_executions = -1 # was 60
}

# Remove resource "aws_lambda_provisioned_concurrency_config" of mail:7 # was 5

resource "aws_lambda_event_source_mapping" "orders_orders_fifo" {
  # 2b7e
  function_name = "orders"
  scaling_config {
    maximum_concurrency = 60 # was 40
  }
}

resource "aws_lambda_event_source_mapping" "orders_returns" {
  # 9c1d
  function_name = "orders"
  # no scaling_config # was 10
}
`);
  expect(
    planAsTerraform([{ kind: "reserved", functionName: "1${x}", before: null, after: 1 }]),
  ).toContain(`resource "aws_lambda_function" "_1__x_" {\n  function_name = "1$\${x}"`);
});

test("CloudFormation", () => {
  expect(planAsCloudFormation(changes)).toBe(`Resources:
  CheckoutApi:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: "checkout-api"
      ReservedConcurrentExecutions: 220 # was 120
  CheckoutApiLive:
    Type: AWS::Lambda::Alias
    Properties:
      FunctionName: "checkout-api"
      Name: "live"
      ProvisionedConcurrencyConfig:
        ProvisionedConcurrentExecutions: 40 # was 20
  Mail:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: "mail"
      ReservedConcurrentExecutions: !Ref "AWS::NoValue" # was 60
  MailVersion7:
    Type: AWS::Lambda::Version
    Properties:
      FunctionName: "mail"
      ProvisionedConcurrencyConfig: !Ref "AWS::NoValue" # was 5
  OrdersOrdersFifo:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      # 2b7e
      FunctionName: "orders"
      ScalingConfig:
        MaximumConcurrency: 60 # was 40
  OrdersReturns:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      # 9c1d
      FunctionName: "orders"
      ScalingConfig: !Ref "AWS::NoValue" # was 10
`);
});

test("CloudFormation: two functions whose names differ only in signs keep resources of their own", () => {
  const text = planAsCloudFormation(
    ["my-fn", "my_fn"].map((functionName) => ({
      kind: "reserved",
      functionName,
      before: null,
      after: 1,
    })),
  );
  expect(text.match(/^ {2}\w+:$/gm)).toEqual(["  MyFn:", "  MyFn2:"]);
});
