import { expect, test } from "vitest";
import { QueryError } from "../state-error.ts";
import { Variables } from "../variables.ts";
import { evaluateInteger, evaluateTemplate, type JsonataScope } from "./expression.ts";
import { errorTail } from "./jsonata-error.ts";
import { JsonataRealm } from "./realm.ts";

const variables = new Variables();
variables.assign({ a: 6, list: [1, 2, 3], nothing: null });

const scope = (): JsonataScope => ({
  input: { n: 3, items: [{ price: 3, status: "OPEN" }, { price: 9 }] },
  context: { Execution: { Name: "run" } },
  variables,
  random: () => 0.25,
  nowMs: () => Date.UTC(2026, 0, 1),
});

const evaluate = (text: string): unknown => evaluateTemplate(`{% ${text} %}`, "Output", scope());

test.each<[string, unknown]>([
  ["$states.input.n * $a", 18],
  ["$states.input.items[status = 'OPEN'].price", 3],
  ["$sum($list) & ' of ' & $states.context.Execution.Name", "6 of run"],
  ["$map($list, function($v) { $v * 2 })", [2, 4, 6]],
  ["$merge([{'a': 1}, {'b': $states.input.items.(price * 2)}])", { a: 1, b: [6, 18] }],
  ["$nothing", null],
  ["$exists($states.input.missing)", false],
  ["{'kept': $states.input.missing}", {}],
  ["$partition([1, 2, 3, 4], 3)", [[1, 2, 3], [4]]],
  ["$range(0, 6, 2)", [0, 2, 4, 6]],
  ["$range(3, 1, -1)", [3, 2, 1]],
  ["$hash('input', 'SHA-1')", "140f86aae51ab9e1cda9b4254fe98a74eb54c1a1"],
  ["$random(42)", 0.7275636800328681],
  ["$random()", 0.25],
  ["$uuid()", "44444444-4444-4444-9444-444444444444"],
  [`$parse('{"a":[1]}').a`, [1]],
  ["$now()", "2026-01-01T00:00:00.000Z"],
  ["$millis()", 1_767_225_600_000],
  ["1/0", "Infinity"],
])("%s", (text, value) => {
  expect(evaluate(text)).toEqual(value);
});

test("members that are evaluated together are no nesting", () => {
  expect(evaluate(`$count([${"$a + 1, ".repeat(2000)}1])`)).toBe(2001);
  expect(evaluate("$count($keys([1..2000]{$string($): $ * 2}))")).toBe(2000);
});

const threw = (text: string) =>
  `The JSONata expression '${text}' specified for the field 'Output' threw an error during evaluation`;

test.each<[string, string]>([
  [
    "$states.input.missing",
    "The JSONata expression '$states.input.missing' specified for the field 'Output' returned nothing (undefined).",
  ],
  ["$unknown", "returned nothing (undefined)."],
  ["function($x) { $x }", "returned an unsupported result type."],
  [
    "$abs('x')",
    `${threw("$abs('x')")}. T0410: Argument 1 of function "abs" does not match function signature`,
  ],
  [
    "$range('0', 4, 1)",
    `. T0410: Argument 1 of function "range" does not match function signature`,
  ],
  ["$range(0, 4, 0)", ". D3137: The range delta must not be zero"],
  ["$parse('{')", ". D3137: Invalid JSON"],
  ["$eval('1 + 1')", ". T1006: "],
  ["$error('Broken')", ". D3137: Broken"],
  [
    "[1..900000] ~> $count()",
    ": Expression evaluation memory limit exceeded: Check for excessive memory usage",
  ],
  ["$range(1, 100000000, 1)", ": Expression evaluation memory limit exceeded"],
])("%s fails", (text, cause) => {
  expect(() => evaluate(text)).toThrow(cause);
  expect(() => evaluate(text)).toThrow(QueryError);
});

test.each([
  "($f := function($x) { $f($x + 1) }; $f(1))",
  `$match("${"a".repeat(40)}!", /^(a+)+$/)`,
])("%s is ended, and the next expression is not", (text) => {
  const realm = new JsonataRealm({}, 200);
  const host = { nowMs: () => 0, random: () => 0, call: () => "" };
  const run = (one: string) => realm.evaluate({ text: one, states: "{}", variables: {}, host });
  expect(run(text)).toEqual({
    error: { message: "Expression evaluation timeout: Check for infinite loop" },
  });
  expect(run("1 + 1")).toEqual({ value: "2" });
});

test("a recursion without an end is ended by its depth, where time does not end it before", () => {
  const realm = new JsonataRealm({}, 60_000);
  const host = { nowMs: () => 0, random: () => 0, call: () => "" };
  const text = "($f := function($x) { 1 + $f($x + 1) }; $f(1))";
  const outcome = realm.evaluate({ text, states: "{}", variables: {}, host });
  expect("error" in outcome && errorTail(outcome.error)).toBe(
    ": Stack overflow error: Check for non-terminating recursive function.  Consider rewriting as tail-recursive.",
  );
}, 60_000);

test("a template tells where in it an expression failed", () => {
  const template = { a: [0, { "b c": "{% $states.input.n %}" }, "{% $unknown %}"], d: "$n" };
  expect(() => evaluateTemplate(template, "Arguments", scope())).toThrow("field 'Arguments/a[2]'");
  expect(evaluateTemplate({ ...template, a: ["{% $a %}"] }, "Arguments", scope())).toEqual({
    a: [6],
    d: "$n",
  });
});

test("an expression cannot reach or change what it is handed", () => {
  const given = scope();
  expect(evaluateTemplate("{% $states.input ~> |$|{'n': 4}| %}", "Output", given)).toMatchObject({
    n: 4,
  });
  expect(given.input).toMatchObject({ n: 3 });
  expect(() => evaluate("$states.constructor")).toThrow("returned nothing");
});

test("a figure is a whole number within AWS's limits", () => {
  const read = (value: unknown) => evaluateInteger(value, { field: "Seconds" }, scope());
  expect(read("{% $a %}")).toBe(6);
  expect(read(5)).toBe(5);
  expect(() => read("{% 'x' %}")).toThrow(
    `returned an unexpected result type. Expected 'number', but was 'string' for value: "x"`,
  );
  for (const text of ["1.5", "-1", "100000000"])
    expect(() => read(`{% ${text} %}`)).toThrow("has to return an integer from 0 to 99999999");
});

test("variables of a workflow are read within it, and its own are not seen outside", () => {
  const outer = new Variables();
  outer.assign({ a: 1 });
  const inner = outer.inner();
  expect(inner.assign({ b: { c: 2 } })).toEqual({ b: '{"c":2}' });
  expect([inner.json("a"), inner.json("b"), outer.json("b")]).toEqual(["1", '{"c":2}', undefined]);
  expect(() => outer.assign({ large: "x".repeat(262_144) })).toThrow("States.DataLimitExceeded");
  for (let count = 0; count < 40; count += 1)
    outer.assign({ [`part${count}`]: "x".repeat(262_000) });
  expect(() => outer.assign({ more: "x".repeat(262_000) })).toThrow("10 MiB");
  expect(outer.json("more")).toBeUndefined();
});
