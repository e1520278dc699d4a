import type { CORSRule } from "@aws-sdk/client-s3";
import { invalidRequest } from "./errors.ts";
import { malformedXml } from "../http/xml-tree.ts";

const methods = new Set(["GET", "PUT", "HEAD", "POST", "DELETE"]);

/** S3's rules for CORS configurations. Throws MalformedXML and InvalidRequest. */
export function checkCorsRules(rules: readonly CORSRule[]): void {
  if (rules.length === 0 || rules.length > 100) throw malformedXml();
  for (const rule of rules) {
    if (!rule.AllowedMethods?.length || !rule.AllowedOrigins?.length) throw malformedXml();
    for (const method of rule.AllowedMethods)
      if (!methods.has(method))
        throw invalidRequest(
          `Found unsupported HTTP method in CORS config. Unsupported method is ${method}`,
        );
    for (const origin of rule.AllowedOrigins)
      if (origin.split("*").length > 2)
        throw invalidRequest(`AllowedOrigin "${origin}" can not have more than one wildcard.`);
    for (const header of rule.AllowedHeaders ?? [])
      if (header.split("*").length > 2)
        throw invalidRequest(`AllowedHeader "${header}" can not have more than one wildcard.`);
    for (const header of rule.ExposeHeaders ?? [])
      if (header.includes("*"))
        throw invalidRequest(
          `ExposeHeader "${header}" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
        );
  }
}

/** The first rule that lets a page of `origin` make the request, and send the headers. */
export function findCorsRule(
  rules: readonly CORSRule[],
  request: { origin: string; method: string; headers: readonly string[] },
): CORSRule | undefined {
  return rules.find(
    ({ AllowedOrigins = [], AllowedMethods = [], AllowedHeaders = [] }) =>
      AllowedOrigins.some((pattern) => fits(pattern, request.origin)) &&
      AllowedMethods.includes(request.method) &&
      request.headers.every((header) =>
        AllowedHeaders.some((pattern) => fits(pattern.toLowerCase(), header.toLowerCase())),
      ),
  );
}

function fits(pattern: string, text: string): boolean {
  const [before = "", after] = pattern.split("*");
  if (after === undefined) return pattern === text;
  return (
    text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after)
  );
}
