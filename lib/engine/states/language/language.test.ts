import { expect, test } from "vitest";
import { ruleApplies } from "./jsonpath/choice-rules.ts";
import { effectiveInput, fillTemplate, outputOf } from "./jsonpath/data-flow.ts";
import { callIntrinsic } from "./jsonpath/intrinsics.ts";
import { isReferencePath, readPath, writePath } from "./jsonpath/json-path.ts";
import { readDefinition } from "./read-definition.ts";
import { meansError, retryAfterSeconds } from "./retry.ts";
import type { Scope } from "./scope.ts";
import { StateError } from "./state-error.ts";
import { variableReferences } from "./variable-references.ts";
import { Variables } from "./variables.ts";

const shop = {
  store: {
    books: [
      { title: "A", price: 8, tags: ["x"] },
      { title: "B", price: 12 },
      { title: "C", price: 20, old: true },
    ],
    "odd name": 1,
  },
};

test.each<[string, unknown]>([
  ["$", shop],
  ["$.store.books[0].title", "A"],
  ["$['store']['odd name']", 1],
  ["$.store.books[-1].title", "C"],
  ["$.store.books[*].price", [8, 12, 20]],
  ["$.store.books[0,2].title", ["A", "C"]],
  ["$.store.books[1:].title", ["B", "C"]],
  ["$..title", ["A", "B", "C"]],
  ["$.store.books[?(@.price < 15)].title", ["A", "B"]],
  ["$.store.books[?(@.old)].title", ["C"]],
  ["$.store.books[?(@.price >= 12 && !@.old)].title", ["B"]],
  ["$.store.books[?(@.title == 'A' || @.title == \"C\")].price", [8, 20]],
  ["$.nothing.here", undefined],
  ["$.store.books.length", undefined],
  ["$.constructor", undefined],
])("the path %s", (path, value) => {
  expect(readPath(path, shop)).toEqual(value);
});

test.each(["store", "$.", "$.a[", "$.a[?(@.b]", "$.a b", "$[a]"])("%s is no path", (path) => {
  expect(() => readPath(path, shop)).toThrow("Invalid path");
});

test("a reference path leads to one place, which is made when it is written to", () => {
  expect(["$.a.b[0]", "$", "$.a[*]", "$..a", "$.a[1:2]"].map(isReferencePath)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(writePath("$.a.b", { a: { c: 1 } }, 2)).toEqual({ a: { c: 1, b: 2 } });
  expect(writePath("$.x.y", {}, 1)).toEqual({ x: { y: 1 } });
});

const variables = new Variables();
variables.assign({ who: { name: "Grace", tags: ["a", "b"] }, limit: 2 });

const scope: Scope = {
  input: { name: "Ada", list: [1, 2, 2, 3], text: '{"a":1}', nested: { k: "v" } },
  context: { Execution: { Name: "run" } },
  variables,
  random: () => 0.5,
  nowMs: () => Date.UTC(2026, 0, 1),
};

test.each<[string, unknown]>([
  ["States.Format('Hello {}, {}', $.name, 3)", "Hello Ada, 3"],
  ["States.Format('{}', $$.Execution.Name)", "run"],
  ["States.StringToJson($.text)", { a: 1 }],
  ["States.JsonToString($.nested)", '{"k":"v"}'],
  ["States.Array(1, 'b', $.nested)", [1, "b", { k: "v" }]],
  ["States.ArrayPartition($.list, 3)", [[1, 2, 2], [3]]],
  ["States.ArrayContains($.list, 3)", true],
  ["States.ArrayRange(1, 9, 4)", [1, 5, 9]],
  ["States.ArrayGetItem($.list, 3)", 3],
  ["States.ArrayLength($.list)", 4],
  ["States.ArrayUnique($.list)", [1, 2, 3]],
  ["States.Base64Encode('Data')", "RGF0YQ=="],
  ["States.Base64Decode('RGF0YQ==')", "Data"],
  ["States.Hash('x', 'SHA-1')", "11f6ad8ec52a2984abaafd7c3b516503785c2072"],
  ["States.JsonMerge($.nested, States.StringToJson($.text), false)", { k: "v", a: 1 }],
  ["States.MathAdd(111, -1)", 110],
  ["States.MathRandom(1, 11)", 6],
  ["States.StringSplit('1.2-3', '.-')", ["1", "2", "3"]],
  ["States.UUID()", expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/)],
])("%s", (source, value) => {
  const read = (path: string) =>
    path.startsWith("$$") ? readPath(path.slice(1), scope.context) : readPath(path, scope.input);
  expect(callIntrinsic(source, { read, random: () => 0.5 })).toEqual(value);
});

test("input, parameters, selector, result and output, one after another", () => {
  const fields = {
    InputPath: "$.order",
    Parameters: { "id.$": "$.id", run: { "name.$": "$$.Execution.Name" }, fixed: true },
    ResultSelector: { "sum.$": "$.total" },
    ResultPath: "$.checked",
    OutputPath: "$.checked",
  };
  const given = { ...scope, input: { order: { id: 7 }, other: 1 } };
  expect(effectiveInput(fields, given)).toEqual({ id: 7, run: { name: "run" }, fixed: true });
  expect(outputOf(fields, { total: 9, more: 0 }, given)).toEqual({ sum: 9 });
  expect(outputOf({ ResultPath: null }, 1, given)).toEqual(given.input);
  expect(() => effectiveInput({ Parameters: { "a.$": "$.x" } }, given)).toThrow(
    "The JSONPath '$.x' specified for the field 'a.$' could not be found in the input",
  );
});

test("paths, templates, functions and rules read variables", () => {
  const template = {
    "name.$": "$who.name",
    "tag.$": "$who.tags[1]",
    "text.$": "States.Format('{} of {}', $limit, $who.name)",
    "input.$": "$.name",
  };
  expect(fillTemplate(template, scope)).toEqual({
    name: "Grace",
    tag: "b",
    text: "2 of Grace",
    input: "Ada",
  });
  expect(ruleApplies({ Variable: "$limit", NumericEquals: 2 }, scope)).toBe(true);
  expect(ruleApplies({ Variable: "$nobody", IsPresent: true }, scope)).toBe(false);
  expect(() => fillTemplate({ "a.$": "$nobody.name" }, scope)).toThrow("the variable 'nobody'");
  expect(isReferencePath("$who.name")).toBe(false);
});

test.each<[Record<string, unknown>, boolean]>([
  [{ Variable: "$.name", StringEquals: "Ada" }, true],
  [{ Variable: "$.name", StringMatches: "A*" }, true],
  [{ Variable: "$.name", StringMatches: "A\\*" }, false],
  [{ Variable: "$.list[0]", NumericLessThan: 2 }, true],
  [{ Variable: "$.list[0]", NumericLessThanPath: "$.list[3]" }, true],
  [{ Variable: "$.name", NumericEquals: 1 }, false],
  [{ Variable: "$.when", IsPresent: false }, true],
  [{ Variable: "$.name", IsString: true }, true],
  [{ Not: { Variable: "$.name", IsNull: true } }, true],
  [
    {
      And: [
        { Variable: "$.name", IsString: true },
        { Variable: "$.list[3]", NumericGreaterThanEquals: 3 },
      ],
    },
    true,
  ],
  [{ Or: [{ Variable: "$.name", StringEquals: "B" }] }, false],
])("the rule %j", (rule, applies) => {
  expect(ruleApplies(rule, scope)).toBe(applies);
});

test("a time is compared as a time", () => {
  const input = { at: "2026-01-01T00:00:00Z" };
  const rule = { Variable: "$.at", TimestampLessThan: "2026-01-01T00:30:00+00:00" };
  expect(ruleApplies(rule, { ...scope, input })).toBe(true);
});

test("which errors a name stands for", () => {
  const means = (error: string, ...ErrorEquals: string[]) =>
    meansError({ ErrorEquals }, new StateError(error, ""));
  expect(means("Custom", "Custom")).toBe(true);
  expect(means("Custom", "States.TaskFailed")).toBe(true);
  expect(means("Custom", "States.ALL")).toBe(true);
  expect(means("States.Timeout", "States.TaskFailed")).toBe(false);
  expect(means("States.HeartbeatTimeout", "States.Timeout")).toBe(true);
  expect(means("States.Runtime", "States.ALL")).toBe(false);
  expect(means("States.DataLimitExceeded", "States.ALL")).toBe(false);
});

test("waits between attempts grow, up to a limit and a number", () => {
  const retrier = { ErrorEquals: ["x"], IntervalSeconds: 2, MaxAttempts: 4, MaxDelaySeconds: 9 };
  expect([1, 2, 3, 4, 5].map((n) => retryAfterSeconds(retrier, n, () => 0.5))).toEqual([
    2,
    4,
    8,
    9,
    undefined,
  ]);
  expect(retryAfterSeconds({ ...retrier, JitterStrategy: "FULL" }, 2, () => 0.5)).toBe(2);
});

const machine = (states: object, more: object = {}) =>
  JSON.stringify({ StartAt: "A", States: states, ...more });
const jsonata = (states: object) => machine(states, { QueryLanguage: "JSONata" });
const end = { Type: "Pass", End: true };
const map = (ProcessorConfig: object) => ({
  Type: "Map",
  ItemProcessor: { ProcessorConfig, StartAt: "B", States: { B: end } },
  End: true,
});

test.each<[string, string, string]>([
  ["no JSON", "{", "INVALID_JSON_DESCRIPTION"],
  ["no first state", machine({ B: end }), "Missing 'StartAt' target: A"],
  ["no target", machine({ A: { Type: "Pass", Next: "Z" } }), "Missing 'Next' target: Z"],
  ["no way out", machine({ A: { Type: "Pass" } }), "Field 'Next' or 'End' is required"],
  ["an unknown field", machine({ A: { ...end, Nxt: 1 } }), "Field 'Nxt' is not supported"],
  ["a state apart", machine({ A: end, B: end }), 'State "B" is not reachable.'],
  [
    "no end",
    machine({ A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" } }),
    "MISSING_END_STATE: Workflow has no terminal state",
  ],
  ["a wrong path", machine({ A: { ...end, InputPath: "x" } }), "Value is not a valid JSONPath"],
  [
    "a path that means many places",
    machine({ A: { ...end, ResultPath: "$.a[*]" } }),
    "Value is not a Reference Path",
  ],
  [
    "a wrong function",
    machine({ A: { ...end, Parameters: { "a.$": "States.Nothing()" } } }),
    "must be a valid JSONPath or a valid intrinsic function call",
  ],
  [
    "two waits",
    machine({ A: { Type: "Wait", Seconds: 1, SecondsPath: "$.a", End: true } }),
    "There should only be one of the following fields: [Seconds, SecondsPath]",
  ],
  [
    "States.ALL beside others",
    machine({
      A: {
        Type: "Task",
        Resource: "arn:aws:lambda:us-east-1:000000000000:function:f",
        End: true,
        Retry: [{ ErrorEquals: ["States.ALL", "x"] }],
      },
    }),
    "States.ALL must appear alone",
  ],
  [
    "a field of JSONata in a JSONPath state",
    machine({ A: { ...end, Output: 1 } }),
    "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage",
  ],
  [
    "a field of JSONPath in a JSONata state",
    jsonata({ A: { ...end, InputPath: "$" } }),
    "The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage",
  ],
  [
    "a JSONPath state in a JSONata machine",
    jsonata({ A: { ...end, QueryLanguage: "JSONPath" } }),
    "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
  ],
  [
    "an expression that is none",
    jsonata({ A: { ...end, Output: { a: "{% 1 + %}" } } }),
    "INVALID_JSONATA_EXPRESSION: Unexpected end of expression",
  ],
  [
    "an expression with a space before it",
    jsonata({ A: { ...end, Output: " {% 1 %}" } }),
    "INVALID_JSONATA_EXPRESSION",
  ],
  [
    "a name that nothing stands before",
    jsonata({ A: { ...end, Output: "{% $map([1], function($n) { phone }) %}" } }),
    "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported.",
  ],
  [
    "the whole input",
    jsonata({ A: { ...end, Output: "{% $$.a %}" } }),
    "Reference to '$$' is not supported.",
  ],
  [
    "a result where there is none",
    jsonata({ A: { ...end, Assign: { a: "{% $states.result %}" } } }),
    "Field '$states.result' does not exist.",
  ],
  [
    "a variable called states",
    machine({ A: { ...end, Assign: { "states.$": "$" } } }),
    "The variable name 'states' is reserved",
  ],
  ["a part of a variable", machine({ A: { ...end, Assign: { "a.b": 1 } } }), "is no variable name"],
  [
    "an inner variable that is an outer one",
    machine({
      A: {
        Type: "Parallel",
        Branches: [{ StartAt: "B", States: { B: { ...end, Assign: { a: 1 } } } }],
        Assign: { a: 2 },
        End: true,
      },
    }),
    "The variable 'a' is assigned in an outer scope",
  ],
  [
    "a reader of an inline map",
    machine({ A: { ...map({}), ItemReader: {} } }),
    "Field 'ItemReader' is only supported for maps whose Mode is DISTRIBUTED",
  ],
  [
    "a distributed map whose children are of no type",
    machine({ A: map({ Mode: "DISTRIBUTED" }) }),
    "The ExecutionType has to be STANDARD or EXPRESS",
  ],
  [
    "a reader of what is not read",
    machine({
      A: {
        ...map({ Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" }),
        ItemReader: {
          Resource: "arn:aws:states:::s3:getObject",
          ReaderConfig: { InputType: "PARQUET" },
        },
      },
    }),
    "The local engine does not support the InputType PARQUET",
  ],
])("a definition with %s is refused", (_what, definition, message) => {
  const told = readDefinition(definition).diagnostics.map((one) => `${one.code}: ${one.message}`);
  expect(told.join("\n")).toContain(message);
});

test("what reads from something is no reference to the input of the whole", () => {
  const expressions = [
    "$states.input.items[price > 3].name",
    "$states.input.items^(>price).name",
    "$states.input.items{name: price}",
    "$states.input ~> | items | {'a': price} |",
    "$states.input.items.{'a': price, 'b': $}",
    "($x := $states.context.Execution.Name; $x & 'a')",
  ];
  const Output = expressions.map((text) => `{% ${text} %}`);
  expect(readDefinition(jsonata({ A: { ...end, Output } })).diagnostics).toEqual([]);
});

test("the variables that states read are told, those of the language and of functions are not", () => {
  const definition = machine({
    A: { ...end, End: undefined, Next: "B", Assign: { a: 1, "b.$": "$.x" } },
    B: {
      Type: "Pass",
      Parameters: { "c.$": "States.Format('{} $a', $b)" },
      InputPath: "$a.x",
      Next: "C",
    },
    C: {
      Type: "Map",
      QueryLanguage: "JSONata",
      Items: "{% $sum([$a]) %}",
      ItemProcessor: {
        StartAt: "D",
        States: { D: { ...end, QueryLanguage: "JSONata", Output: "{% $b & $states.input %}" } },
      },
      End: true,
    },
  });
  const { workflow } = readDefinition(definition);
  expect(workflow && variableReferences(workflow)).toEqual({ B: ["b", "a"], C: ["a"], D: ["b"] });
});

test("a definition of any depth is answered", () => {
  const deep = `{"StartAt":"A","States":{"A":{"Type":"Pass","End":true,"Parameters":${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}}}}`;
  expect(readDefinition(deep).diagnostics).toMatchObject([
    { message: "The definition is nested too deeply" },
  ]);
});
