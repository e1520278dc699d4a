import { expect, test } from "vitest";
import { integratedFunctions } from "./integrated-function";

const f = "arn:aws:lambda:us-east-1:123456789012:function:f";
const path = (arn: string) =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
const prod = { name: "prod", variables: { alias: "live", fn: "g" } };
const dev = { name: "dev", variables: {} };
const found = (uri: string | undefined, ...stages: (typeof dev)[]) =>
  integratedFunctions(uri, stages).map(
    ({ called, stageNames }) =>
      `${called.functionName}:${called.qualifier ?? ""} in ${stageNames.join(" ")}`,
  );

test.each([
  ["a function of all stages", path(f), [prod, dev], ["f: in prod dev"]],
  ["an HTTP API's plain ARN", f, [prod], ["f: in prod"]],
  ["an alias", path(`${f}:live`), [dev], ["f:live in dev"]],
  ["an API without a stage", path(f), [], ["f: in "]],
  [
    "a stage's variable, and the stage that lacks it",
    path(`${f}:\${stageVariables.alias}`),
    [prod, dev],
    ["f:live in prod", "f:${stageVariables.alias} in dev"],
  ],
  ["another address", "https://example.com/orders", [prod], []],
  ["no address", undefined, [prod], []],
])("%s", (_name, uri, stages, expected) => {
  expect(found(uri, ...(stages as (typeof dev)[]))).toEqual(expected);
});
