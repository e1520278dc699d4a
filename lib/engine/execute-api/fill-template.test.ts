import { expect, test } from "vitest";
import { checkTemplate, fillTemplate } from "./fill-template.ts";

const body = JSON.stringify({ a: { b: [1, 2] }, text: 'say "hi"', "odd name": true });
const context: Readonly<Record<string, string>> = { stage: "dev", "error.message": "no" };
const fill = (template: string) =>
  fillTemplate(template, {
    body,
    parameter: (name) => (name === "id" ? "7" : undefined),
    context: (name) => context[name],
    stageVariables: { v: "1" },
  });

test.each([
  ["$input.body", body],
  ["$input.json('$')", body],
  ["$input.json('$.a.b[1]')", "2"],
  ["$input.json('$.a')", '{"b":[1,2]}'],
  ["$input.json('$.none')", '""'],
  ["$input.path('$.text')", 'say "hi"'],
  ["$input.path(\"$['odd name']\")", "true"],
  ["$input.params('id')-$input.params('none')", "7-"],
  ["${context.stage}-$context.error.message", "dev-no"],
  ["$stageVariables.v$stageVariables['v']", "11"],
  ["$stageVariables.constructor", ""],
  ["$util.escapeJavaScript($input.path('$.text'))", String.raw`say \"hi\"`],
  ["$util.urlEncode('a b&c')", "a+b%26c"],
  ["$util.base64Decode($util.base64Encode('x'))", "x"],
  ['{"a": 1} ## a comment', '{"a": 1} '],
  ["costs $5 or $", "costs $5 or $"],
])("%s becomes %s", (template, text) => {
  expect(fill(template)).toBe(text);
});

test.each(["#set($a = 1)", "#foreach($x in $y)", "$inputRoot.a", "$method.request"])(
  "%s is refused",
  (template) => {
    expect(() => checkTemplate(template, (message) => new Error(message))).toThrow(
      /does not support/,
    );
  },
);
