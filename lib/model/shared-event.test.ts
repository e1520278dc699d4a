import { expect, it } from "vitest";
import {
  eventsInSchema,
  withoutSharedEvent,
  withRenamedEvent,
  withSharedEvent,
} from "./shared-event";

/** As the console and the SAM CLI write it. */
const content = JSON.stringify({
  openapi: "3.0.0",
  info: { version: "1.0.0", title: "Event" },
  paths: {},
  components: {
    schemas: {
      Event: { type: "object", required: ["key"], properties: { key: { type: "string" } } },
    },
    examples: {
      first: { value: { key: "1" }, "x-metadata": { invocationType: "Event" } },
      second: { summary: "kept", value: { key: "2" } },
    },
  },
});

it("reads the events with how they are sent", () => {
  expect(eventsInSchema(content)).toEqual([
    { name: "first", body: '{\n  "key": "1"\n}', type: "Event" },
    { name: "second", body: '{\n  "key": "2"\n}' },
  ]);
});

it("reads none where there are none, and says what is no such schema", () => {
  expect(eventsInSchema('{"components":{}}')).toEqual([]);
  expect(eventsInSchema('{"components":{"examples":{"odd":{}}}}')).toEqual([]);
  for (const odd of ["", "no json", "[]", '{"openapi":"3.0.0"}'])
    expect(eventsInSchema(odd)).toBeUndefined();
});

it("adds and replaces, and leaves all the rest of the document as it was", () => {
  const added = withSharedEvent(content, {
    name: "third",
    body: '{ "big": 12345678901234567890 }',
    type: "RequestResponse",
  });
  expect(added).toContain('"third":{"value": {"big":12345678901234567890}');
  expect(added.startsWith(content.slice(0, content.indexOf(',"second"')))).toBe(true);
  const replaced = JSON.parse(
    withSharedEvent(content, { name: "second", body: "[3]" }),
  ) as typeof parsedContent;
  expect(replaced.components.examples.second).toEqual({ summary: "kept", value: [3] });
});

const parsedContent = JSON.parse(content) as { components: { examples: Record<string, unknown> } };

it("makes a document when there is none yet", () => {
  const made = JSON.parse(
    withSharedEvent(undefined, {
      name: "a",
      body: '{"n": 1, "list": ["x"], "none": null}',
      type: "RequestResponse",
    }),
  ) as object;
  expect(made).toEqual({
    openapi: "3.0.0",
    info: { version: "1.0.0", title: "Event" },
    paths: {},
    components: {
      schemas: {
        Event: {
          type: "object",
          required: ["n", "list", "none"],
          properties: {
            n: { type: "number" },
            list: { type: "array", items: { type: "string" } },
            none: {},
          },
        },
      },
      examples: {
        a: {
          value: { n: 1, list: ["x"], none: null },
          "x-metadata": { invocationType: "RequestResponse" },
        },
      },
    },
  });
});

it("renames in place and removes, the last one with the whole document", () => {
  expect(
    eventsInSchema(withRenamedEvent(content, "first", "new"))?.map(({ name, type }) => [
      name,
      type,
    ]),
  ).toEqual([
    ["new", "Event"],
    ["second", undefined],
  ]);
  const one = withoutSharedEvent(content, "first");
  expect(eventsInSchema(one!)?.map(({ name }) => name)).toEqual(["second"]);
  expect(withoutSharedEvent(one!, "second")).toBeUndefined();
});
