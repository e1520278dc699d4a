import { parseNumber } from "./numbers.ts";
import { ServiceError } from "./service.ts";
import type { Shape, Member } from "./shape.ts";

/** Form keys such as `Entries.member.1.Id` as a tree. */
interface Node {
  value?: string;
  children: Map<string, Node>;
}

/** Reads the SDK's shape out of a Query protocol form. Throws MalformedInput (400). */
export function readForm(shape: Shape, form: URLSearchParams): Record<string, unknown> {
  const root: Node = { children: new Map() };
  for (const [key, value] of form) {
    let node = root;
    for (const step of key.split(".")) {
      let child = node.children.get(step);
      if (!child) node.children.set(step, (child = { children: new Map() }));
      node = child;
    }
    node.value = value;
  }
  return readStructure(shape, root);
}

function readStructure(shape: Shape, node: Node): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const member of shape.members) {
    const child = node.children.get(member.traits.xmlName ?? member.name);
    if (child) result[member.name] = readMember(member, child);
  }
  return result;
}

function readMember({ name, traits, shape }: Member, node: Node): unknown {
  return readNode(shape, node, name, traits.xmlFlattened === 1);
}

function readNode(shape: Shape, node: Node, name: string, flattened: boolean): unknown {
  switch (shape.kind) {
    case "structure":
      return readStructure(shape, node);
    case "list":
      return numbered(flattened ? node : node.children.get(shape.elementName)).map((item) =>
        readNode(shape.element, item, name, false),
      );
    case "map": {
      const valueName = shape.elementName;
      // A structure of which nothing is given is there, and lacks what it needs.
      const missing = shape.element.kind === "structure" ? {} : null;
      return Object.fromEntries(
        numbered(flattened ? node : node.children.get("entry")).map((entry) => {
          const value = entry.children.get(valueName);
          return [
            entry.children.get(shape.keyName)?.value ?? "",
            value ? readNode(shape.element, value, name, false) : missing,
          ];
        }),
      );
    }
    default:
      return readScalar(shape, node.value ?? "", name);
  }
}

/** The children `1`, `2`, ... in order. */
function numbered(node: Node | undefined): Node[] {
  return [...(node?.children ?? [])]
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}

function readScalar(shape: Shape, text: string, name: string): unknown {
  switch (shape.kind) {
    case "number": {
      const value = parseNumber(text.trim(), name);
      if (value === undefined) throw malformed(name, text, "a number");
      return value;
    }
    case "boolean":
      if (/^true$/i.test(text)) return true;
      if (/^false$/i.test(text)) return false;
      throw malformed(name, text, "a boolean");
    case "timestamp": {
      const value = new Date(/^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : text);
      if (Number.isNaN(value.getTime())) throw malformed(name, text, "a time");
      return value;
    }
    case "blob":
      return Buffer.from(text, "base64");
    default:
      return text;
  }
}

const malformed = (name: string, text: string, expected: string): ServiceError =>
  new ServiceError("MalformedInput", `Expected ${expected} at '${name}', found '${text}'`, 400);
