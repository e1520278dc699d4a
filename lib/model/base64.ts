/** Base64 of a text (UTF-8) or of bytes, in the browser and in Node alike. */
export function base64Of(content: string | Uint8Array): string {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  let binary = "";
  // In parts: a function takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 32_768)
    binary += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(binary);
}

/** The bytes behind base64; undefined when the text is none. */
export function bytesOfBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** The text (UTF-8) behind base64; undefined when there is none, or bytes that are no text. */
export function textOfBase64(text: string): string | undefined {
  const bytes = bytesOfBase64(text);
  return bytes && textOfBytes(bytes);
}

/** Bytes as text, undefined when they are not UTF-8. */
export function textOfBytes(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
