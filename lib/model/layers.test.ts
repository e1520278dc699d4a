import { expect, test } from "vitest";
import { layerLabel, layersProblem, moved } from "./layers";

const arn = (name: string, version = 1) =>
  `arn:aws:lambda:us-east-1:123456789012:layer:${name}:${version}`;

test("AWS's rules for a function's layers", () => {
  expect(layersProblem([arn("a"), arn("b", 2)])).toBeUndefined();
  expect(layersProblem(["a", "b", "c", "d", "e", "f"].map((name) => arn(name)))).toMatch(
    /at most 5/,
  );
  expect(layersProblem([arn("a"), arn("b"), arn("a", 2)])).toMatch(/one version of a layer: a:2/);
  expect(layersProblem([arn("a").slice(0, -2)])).toMatch(/no ARN of a layer version/);
});

test("layers are named and moved", () => {
  expect(layerLabel(arn("a", 7))).toBe("a:7");
  expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
});
