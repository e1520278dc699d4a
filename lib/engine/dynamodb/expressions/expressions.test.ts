import { expect, test } from "vitest";
import { readItem, type Item } from "../attribute-value.ts";
import { projected } from "../item-path.ts";
import { holds, parseCondition } from "./condition.ts";
import { Placeholders } from "./placeholders.ts";
import { parseProjection } from "./projection.ts";
import { applyUpdate, parseUpdate } from "./update.ts";

const item = readItem({
  id: { S: "a" },
  age: { N: "30" },
  tags: { SS: ["x", "y"] },
  steps: { L: [{ S: "one" }, { N: "2" }, { M: { deep: { BOOL: true } } }] },
  info: { M: { city: { S: "Bonn" }, zip: { N: "53111" } } },
  bytes: { B: Buffer.from([1, 2, 3]) },
  nothing: { NULL: true },
});

function placeholders(
  ExpressionAttributeValues: Record<string, object> = {},
  ExpressionAttributeNames: Record<string, string> = {},
) {
  const given = (record: object) => Object.keys(record).length > 0;
  return new Placeholders(
    {
      ...(given(ExpressionAttributeValues) && { ExpressionAttributeValues }),
      ...(given(ExpressionAttributeNames) && { ExpressionAttributeNames }),
    },
    { ConditionExpression: "" },
  );
}

const values = {
  ":a": { S: "a" },
  ":n": { N: "30.0" },
  ":m": { N: "31" },
  ":x": { S: "x" },
  ":p": { S: "Bo" },
  ":two": { N: "2" },
  ":type": { S: "SS" },
  ":yx": { SS: ["y", "x"] },
};

test("conditions hold as DynamoDB has them", () => {
  const truths: Record<string, boolean> = {
    "id = :a": true,
    "id <> :a": false,
    "absent <> :a": true,
    "absent = :a": false,
    "NOT absent = :a": true,
    "age = :n AND age < :m": true,
    "age > :m OR id = :a AND age = :n": true,
    "(age > :m OR id = :a) AND age > :m": false,
    "age BETWEEN :n AND :m": true,
    "age IN (:m, :n)": true,
    "id < :n": false,
    "attribute_exists(info.city)": true,
    "attribute_exists(steps[2].deep)": true,
    "attribute_not_exists(steps[3])": true,
    "attribute_type(tags, :type)": true,
    "begins_with(info.city, :p)": true,
    "contains(tags, :x)": true,
    "contains(info.city, :p)": true,
    "contains(steps, :two)": true,
    "size(tags) = :two": true,
    "size(bytes) > :two": true,
    "size(info) >= :two": true,
    "tags = :yx": true,
  };
  for (const [text, truth] of Object.entries(truths)) {
    const condition = parseCondition("ConditionExpression", text, placeholders(values));
    expect([text, holds(condition, item)]).toEqual([text, truth]);
  }
});

test("what is wrong with a condition is told in DynamoDB's words", () => {
  const words: Record<string, string> = {
    "id = :zz":
      "Invalid FilterExpression: An expression attribute value used in expression is not defined; attribute value: :zz",
    "#id = :a":
      "Invalid FilterExpression: An expression attribute name used in the document path is not defined; attribute name: #id",
    "status = :a":
      "Invalid FilterExpression: Attribute name is a reserved keyword; reserved keyword: status",
    "id == :a": 'Invalid FilterExpression: Syntax error; token: "=", near: "== :a"',
    "id = ": 'Invalid FilterExpression: Syntax error; token: "<EOF>", near: "="',
    "": "Invalid FilterExpression: The expression can not be empty;",
    "nope(id)": "Invalid FilterExpression: Invalid function name; function: nope",
    "contains(id)":
      "Invalid FilterExpression: Incorrect number of operands for operator or function; operator or function: contains, number of operands: 1",
    "begins_with(id, :n)":
      "Invalid FilterExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N",
    "age < :yx":
      "Invalid FilterExpression: Incorrect operand type for operator or function; operator or function: <, operand type: SS",
    "age BETWEEN :m AND :n":
      "The BETWEEN operator requires upper bound to be greater than or equal",
  };
  for (const [text, expected] of Object.entries(words))
    expect(() => parseCondition("FilterExpression", text, placeholders(values))).toThrow(expected);
});

test("placeholders that nothing uses, or that there may not be, are refused", () => {
  const unused = placeholders(values, { "#n": "name" });
  parseCondition("ConditionExpression", "id = :a", unused);
  expect(() => unused.checkAllUsed()).toThrow(
    "Value provided in ExpressionAttributeNames unused in expressions: keys: {#n}",
  );
  const without = { ConditionExpression: undefined };
  expect(
    () => new Placeholders({ ExpressionAttributeValues: { ":a": { S: "a" } } }, without),
  ).toThrow(
    "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null",
  );
  expect(() => placeholders({ ":a": { NS: [] } })).toThrow(
    "ExpressionAttributeValues contains invalid value: One or more parameter values were invalid: An number set  may not be empty for key :a",
  );
});

const update = (text: string, given: Record<string, object> = {}, on: Item = item) =>
  applyUpdate(parseUpdate(text, placeholders(given)), on);

test("updates change an item as it was before, all at once", () => {
  const given = { ":n": { N: "1" }, ":l": { L: [{ S: "new" }] }, ":s": { SS: ["x", "z"] } };
  const changed = update(
    "SET age = age + :n, earlier = age, fresh = if_not_exists(fresh, :n), steps = list_append(steps, :l) ADD visits :n DELETE tags :s REMOVE info.zip",
    given,
  );
  expect(changed).toMatchObject({
    age: { N: "31" },
    earlier: { N: "30" },
    fresh: { N: "1" },
    visits: { N: "1" },
    tags: { SS: ["y"] },
    info: { M: { city: { S: "Bonn" } } },
  });
  expect(changed.steps).toMatchObject({ L: { length: 4 } });
  expect(changed.info).not.toHaveProperty("M.zip");
  expect(update("DELETE tags :s", { ":s": { SS: ["x", "y"] } })).not.toHaveProperty("tags");
  expect(update("REMOVE steps[0], steps[1]").steps).toEqual({
    L: [{ M: { deep: { BOOL: true } } }],
  });
  expect(update("SET steps[9] = :n", { ":n": { N: "1" } }).steps).toMatchObject({
    L: { length: 4 },
  });
});

test("an attribute may be called anything", () => {
  const odd = applyUpdate(
    parseUpdate("SET #p = :a", placeholders({ ":a": { S: "a" } }, { "#p": "__proto__" })),
    readItem({ id: { S: "1" } }),
  );
  expect(Object.keys(odd)).toEqual(["id", "__proto__"]);
  const condition = parseCondition(
    "ConditionExpression",
    "attribute_exists(#c)",
    placeholders({}, { "#c": "constructor" }),
  );
  expect(holds(condition, odd)).toBe(false);
});

test("updates that cannot be are refused in DynamoDB's words", () => {
  const words: Record<string, string> = {
    "SET a = :n, a = :n":
      "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]",
    "SET a = :n SET b = :n":
      'Invalid UpdateExpression: The "SET" section can only be used once in an update expression;',
    "SET a.b = :n": "The document path provided in the update expression is invalid for update",
    "SET a = absent":
      "The provided expression refers to an attribute that does not exist in the item",
    "SET a = id + :n": "An operand in the update expression has an incorrect data type",
    "ADD id :n": "An operand in the update expression has an incorrect data type",
    "DELETE tags :n":
      "Invalid UpdateExpression: Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND",
    "SET a = size(id)":
      "Invalid UpdateExpression: The function is not allowed in an update expression; function: size",
    "a = :n": 'Invalid UpdateExpression: Syntax error; token: "a", near: "a ="',
  };
  for (const [text, expected] of Object.entries(words))
    expect(() => update(text, { ":n": { N: "1" } })).toThrow(expected);
});

test("projections show the paths, and lists without holes", () => {
  const show = (text: string) => projected(item, parseProjection(text, placeholders()));
  expect(show("id, info.city, steps[2].deep, absent.route")).toEqual(
    readItem({
      id: { S: "a" },
      info: { M: { city: { S: "Bonn" } } },
      steps: { L: [{ M: { deep: { BOOL: true } } }] },
    }),
  );
  expect(() => show("info, info.city")).toThrow("overlap");
});
