import { type JsonToken, jsonTokens } from "./json-text";

const secretName =
  /pass(word|wd|phrase)?$|secret|token$|authorization|api[-_]?key|access[-_]?key|private[-_]?key|credential|^(set-)?cookies?$|session$/i;

const maskedText = "********";

/**
 * A JSON text as it may be shown: the values of members whose names say that they are secrets are masked, also in
 * JSON inside of strings. A text that is no JSON, or has no secrets, comes back as it is.
 */
export function maskSecretValues(text: string): string {
  const tokens = jsonTokens(text);
  let name = "";
  let isMasking = 0;
  return tokens
    .map((token, index) => {
      if (token.kind === "key") name = token.text.slice(1, -1);
      // A list or object under such a name is masked with all that is in it.
      if (token.text === "[" || token.text === "{")
        isMasking = isMasking > 0 ? isMasking + 1 : isValueOfSecret(tokens, index, name) ? 1 : 0;
      else if ((token.text === "]" || token.text === "}") && isMasking > 0) isMasking -= 1;
      if (token.kind === "string") {
        if (isMasking > 0 || secretName.test(name)) return JSON.stringify(maskedText);
        return withinString(token.text);
      }
      if (token.kind === "number" && (isMasking > 0 || secretName.test(name)))
        return JSON.stringify(maskedText);
      return token.text;
    })
    .join("");
}

function isValueOfSecret(tokens: readonly JsonToken[], index: number, name: string): boolean {
  const before = tokens
    .slice(Math.max(0, index - 2), index)
    .findLast(({ kind }) => kind !== "space");
  return before?.text === ":" && secretName.test(name);
}

function withinString(literal: string): string {
  if (!/^"\s*[{[]/.test(literal)) return literal;
  const inner: unknown = safely(literal);
  if (typeof inner !== "string") return literal;
  const masked = maskSecretValues(inner);
  return masked === inner ? literal : JSON.stringify(masked);
}

function safely(literal: string): unknown {
  try {
    return JSON.parse(literal);
  } catch {
    return undefined;
  }
}
