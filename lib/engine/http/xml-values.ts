import type { Member, Shape } from "./shape.ts";

/** A structure's members as XML elements, in the order of the model. */
export function writeXmlMembers(shape: Shape, source: Record<string, unknown>): string {
  let xml = "";
  for (const member of shape.members) {
    const value = source[member.name];
    if (value !== undefined && value !== null && !member.traits.xmlAttribute)
      xml += writeMember(member, value);
  }
  return xml;
}

function writeMember({ name, traits, shape }: Member, value: unknown): string {
  const tag = traits.xmlName ?? name;
  if (traits.xmlFlattened && shape.kind === "list")
    return (value as unknown[]).map((item) => element(tag, shape.element, item)).join("");
  if (traits.xmlFlattened && shape.kind === "map")
    return entries(shape, value)
      .map((entry) => `<${tag}>${entry}</${tag}>`)
      .join("");
  return element(tag, shape, value);
}

const element = (tag: string, shape: Shape, value: unknown): string =>
  `<${tag}${attributes(shape, value)}>${content(shape, value)}</${tag}>`;

/** Members that travel as attributes; the one there is in any model is `xsi:type`. */
function attributes(shape: Shape, value: unknown): string {
  if (shape.kind !== "structure") return "";
  let text = "";
  for (const { name, traits } of shape.members) {
    const attribute = traits.xmlAttribute && (value as Record<string, unknown>)[name];
    if (attribute)
      text += ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ${traits.xmlName ?? name}="${escapeXml(String(attribute))}"`;
  }
  return text;
}

function content(shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case "structure":
      return writeXmlMembers(shape, value as Record<string, unknown>);
    case "list": {
      const tag = shape.elementName;
      return (value as unknown[]).map((item) => element(tag, shape.element, item)).join("");
    }
    case "map":
      return entries(shape, value)
        .map((entry) => `<entry>${entry}</entry>`)
        .join("");
    case "timestamp":
      return (value as Date).toISOString().replace(".000Z", "Z");
    case "blob":
      return Buffer.from(value as Uint8Array).toString("base64");
    default:
      return escapeXml(String(value));
  }
}

function entries(shape: Shape, value: unknown): string[] {
  const key = shape.keyName;
  const valueTag = shape.elementName;
  return Object.entries(value as object).map(
    ([name, item]) =>
      `<${key}>${escapeXml(name)}</${key}>${element(valueTag, shape.element, item)}`,
  );
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#xD;",
};

// oxlint-disable-next-line no-control-regex
const unsafe = /[&<>"\0-\x08\x0b-\x1f\ufffe\uffff]/g;

/** XML 1.0 has no form at all for some characters, not even as references: they are replaced. */
export const escapeXml = (text: string): string =>
  text.replace(unsafe, (character) => escapes[character] ?? "\ufffd");
