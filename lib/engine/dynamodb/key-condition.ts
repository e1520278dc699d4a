import { compareValues, typeOf, type Value } from "./attribute-value.ts";
import { invalid } from "./errors.ts";
import { parseCondition, type Condition, type Operand } from "./expressions/condition.ts";
import type { Placeholders } from "./expressions/placeholders.ts";
import { encodeKeyValue, hashPlace } from "./item-key.ts";
import type { Stretch } from "./item-store.ts";
import type { Key, KeyAttribute } from "./table.ts";

const kind = "KeyConditionExpression";

/** The stretch of a table or an index that a key condition means: one hash key, and a range of the other. */
export function readKeyCondition(
  text: string,
  placeholders: Placeholders,
  key: Key,
): Pick<Stretch, "hash" | "range"> {
  const parts = flatten(parseCondition(kind, text, placeholders));
  const byName = new Map<string, Condition>();
  for (const part of parts) {
    const name = attributeOf(part);
    if (byName.has(name))
      throw invalid("KeyConditionExpressions must only contain one condition per key");
    byName.set(name, part);
  }
  const hashPart = byName.get(key.hash.name);
  if (!hashPart) throw invalid(`Query condition missed key schema element: ${key.hash.name}`);
  if (hashPart.kind !== "compare" || hashPart.comparator !== "=")
    throw invalid("Query key condition not supported");
  const rangePart = key.range && byName.get(key.range.name);
  const [other] = [...byName.keys()].filter(
    (name) => name !== key.hash.name && name !== key.range?.name,
  );
  if (other !== undefined)
    throw key.range && !rangePart
      ? invalid(`Query condition missed key schema element: ${key.range.name}`)
      : invalid("Query key condition not supported");
  const hash = hashPlace(encoded(valueOf(operandBeside(hashPart)), key.hash));
  return { hash, ...(rangePart && key.range && { range: rangeOf(rangePart, key.range) }) };
}

function flatten(condition: Condition): Condition[] {
  if (condition.kind === "and") return condition.parts.flatMap(flatten);
  const refused =
    condition.kind === "or"
      ? "OR"
      : condition.kind === "not"
        ? "NOT"
        : condition.kind === "in"
          ? "IN"
          : condition.kind === "compare" && condition.comparator === "<>"
            ? "<>"
            : condition.kind === "function" && condition.name !== "begins_with"
              ? condition.name
              : undefined;
  if (refused !== undefined)
    throw invalid(`Invalid ${kind}: Invalid operator used in ${kind}: ${refused}`);
  return [condition];
}

/** The attribute that a part is about; each has exactly one. */
function attributeOf(part: Condition): string {
  const operands =
    part.kind === "compare"
      ? [part.left, part.right]
      : part.kind === "between"
        ? [part.operand]
        : part.kind === "function"
          ? [part.path]
          : [];
  const [path, more] = operands.filter((operand) => operand.kind === "path");
  if (path?.kind !== "path" || more)
    throw invalid(`Invalid condition in ${kind}: Multiple attribute names used in one condition`);
  if (path.path.length > 1)
    throw invalid(
      `Invalid ${kind}: KeyConditionExpressions cannot have conditions on nested attributes`,
    );
  return String(path.path[0]);
}

function operandBeside(part: Extract<Condition, { kind: "compare" }>): Operand {
  return part.left.kind === "path" ? part.right : part.left;
}

function valueOf(operand: Operand | undefined): Value {
  if (operand?.kind !== "value")
    throw invalid(`Invalid ${kind}: The operands of a key condition are an attribute and a value`);
  return operand.value;
}

function encoded(value: Value, { type, name }: KeyAttribute): Buffer {
  if (typeOf(value) !== type)
    throw invalid(
      "One or more parameter values were invalid: Condition parameter type does not match schema type",
    );
  const bytes = encodeKeyValue(value);
  if (bytes.length === 0)
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type === "S" ? "string" : "binary"} value. Key: ${name}`,
    );
  return bytes;
}

const mirrored = { "=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<=", "<>": "<>" } as const;

function rangeOf(part: Condition, attribute: KeyAttribute): NonNullable<Stretch["range"]> {
  if (part.kind === "between") {
    const low = valueOf(part.low);
    const high = valueOf(part.high);
    if ((compareValues(low, high) ?? 0) > 0)
      throw invalid(
        "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound",
      );
    return { from: encoded(low, attribute), to: encoded(high, attribute) };
  }
  if (part.kind === "function") {
    if (attribute.type === "N")
      throw invalid(
        `Invalid ${kind}: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N`,
      );
    const from = encoded(valueOf(part.argument), attribute);
    const to = behindPrefix(from);
    return { from, ...(to && { to, beforeTo: true }) };
  }
  if (part.kind !== "compare") throw invalid("Query key condition not supported");
  const bytes = encoded(valueOf(operandBeside(part)), attribute);
  const comparator = part.left.kind === "path" ? part.comparator : mirrored[part.comparator];
  switch (comparator) {
    case "<":
      return { to: bytes, beforeTo: true };
    case "<=":
      return { to: bytes };
    case ">":
      return { from: bytes, afterFrom: true };
    case ">=":
      return { from: bytes };
    default:
      return { from: bytes, to: bytes };
  }
}

/** The first bytes that do not begin with `prefix` any more; undefined when there are none. */
function behindPrefix(prefix: Buffer): Buffer | undefined {
  let end = prefix.length;
  while (end > 0 && prefix[end - 1] === 0xff) end--;
  if (end === 0) return undefined;
  const next = Buffer.from(prefix.subarray(0, end));
  next[end - 1] = (next[end - 1] ?? 0) + 1;
  return next;
}
