import { ServiceError } from "./service.ts";

/** One element of a parsed XML document; `text` is what stands in it outside of its children. */
export interface XmlElement {
  /** Without its namespace prefix. */
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  text: string;
}

const deepestNesting = 64;
const token =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([^\s>]+)\s*>|<([^\s/>!?][^\s/>]*)((?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/gy;

/** Parses an XML body. Throws MalformedXML (400); document types, and with them entities of one's own, are refused. */
export function parseXml(source: string): XmlElement {
  const text = source.replace(/^\uFEFF/, "");
  const root: XmlElement = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    const parent = open.at(-1);
    if (!match || !parent) throw malformedXml();
    const [, cdata, closing, opening, attributes = "", selfClosing, content] = match;
    if (cdata !== undefined) parent.text += cdata;
    else if (content !== undefined) parent.text += unescape(content);
    else if (closing !== undefined) {
      if (open.length === 1 || localName(closing) !== parent.name) throw malformedXml();
      open.pop();
    } else if (opening !== undefined) {
      const element: XmlElement = {
        name: localName(opening),
        attributes: readAttributes(attributes),
        children: [],
        text: "",
      };
      parent.children.push(element);
      if (!selfClosing) open.push(element);
      if (open.length > deepestNesting) throw malformedXml();
    }
  }
  const [document, ...others] = root.children;
  if (open.length !== 1 || !document || others.length > 0 || root.text.trim() !== "")
    throw malformedXml();
  return document;
}

/** S3's words for a body that it cannot read. */
export const malformedXml = (): ServiceError =>
  new ServiceError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
    400,
  );

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

function readAttributes(text: string): Record<string, string> {
  const found = text.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g);
  return Object.fromEntries(
    [...found].map(([, name = "", double, single]) => [name, unescape(double ?? single ?? "")]),
  );
}

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

function unescape(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));?/gi, (_whole, hex, decimal, name) => {
    if (name !== undefined) {
      const character = named[String(name)];
      if (character === undefined) throw malformedXml();
      return character;
    }
    const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
    if (code > 0x10ffff) throw malformedXml();
    return String.fromCodePoint(code);
  });
}
