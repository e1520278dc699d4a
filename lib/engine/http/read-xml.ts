import type { Member, Shape } from "./shape.ts";
import { malformedXml, type XmlElement } from "./xml-tree.ts";

/** The SDK's shape out of a parsed XML element. Unknown elements are dropped. Throws MalformedXML. */
export function readXmlMembers(
  members: readonly Member[],
  element: XmlElement,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const member of members) {
    const value = readMember(member, element);
    if (value !== undefined) result[member.name] = value;
  }
  return result;
}

/** One value; an empty element is an empty structure, list or text. */
export function readXml(shape: Shape, element: XmlElement): unknown {
  switch (shape.kind) {
    case "structure":
      return readXmlMembers(shape.members, element);
    case "list":
      return named(element, shape.elementName).map((item) => readXml(shape.element, item));
    case "map":
      return Object.fromEntries(
        named(element, "entry").map((entry) => {
          const [key] = named(entry, shape.keyName);
          const [value] = named(entry, shape.elementName);
          return [key?.text ?? "", value && readXml(shape.element, value)];
        }),
      );
    default:
      return readScalar(shape, element.text);
  }
}

function readMember({ name, traits, shape }: Member, parent: XmlElement): unknown {
  const tag = traits.xmlName ?? name;
  if (traits.xmlAttribute) return parent.attributes[tag];
  const found = named(parent, tag);
  if (traits.xmlFlattened && shape.kind === "list")
    return found.length > 0 ? found.map((item) => readXml(shape.element, item)) : undefined;
  return found[0] && readXml(shape, found[0]);
}

const named = (parent: XmlElement, name: string): XmlElement[] =>
  parent.children.filter((child) => child.name === name);

function readScalar(shape: Shape, text: string): unknown {
  switch (shape.kind) {
    case "number": {
      const value = Number(text.trim());
      if (text.trim() === "" || Number.isNaN(value)) throw malformedXml();
      return value;
    }
    case "boolean": {
      const word = text.trim().toLowerCase();
      if (word !== "true" && word !== "false") throw malformedXml();
      return word === "true";
    }
    case "timestamp": {
      const value = new Date(text.trim());
      if (Number.isNaN(value.getTime())) throw malformedXml();
      return value;
    }
    case "blob":
      return Buffer.from(text, "base64");
    default:
      return text;
  }
}
