import type { ZodType } from "zod";
import { ProblemError } from "@/lib/model/problem";

/** The query parameters in the schema's shape; of one given twice the last counts. */
export function parseQuery<Shape>(query: URLSearchParams, schema: ZodType<Shape>): Shape {
  return parseWith(schema, Object.fromEntries(query), "This address is not complete");
}

/** Parses with words for the user when it does not fit. */
export function parseWith<Shape>(schema: ZodType<Shape>, value: unknown, title: string): Shape {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".");
  throw new ProblemError({
    kind: "invalid",
    title,
    detail: `${field ? `${field}: ` : ""}${issue?.message ?? "it does not have the expected shape"}`,
    field: field || undefined,
  });
}
