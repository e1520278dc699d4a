import { functionNameError, handlerLimit, rangeError } from "./function-limits";
import type { Problem } from "./problem";

/** A new function as it is typed. NaN is an empty number field. */
export interface FunctionForm {
  name: string;
  runtime: string;
  handler: string;
  memoryMb: number;
  timeoutSeconds: number;
  architecture: "x86_64" | "arm64";
  description: string;
  /** ARN; not asked for on the local engine. */
  role: string;
}

export const newFunctionForm: FunctionForm = {
  name: "",
  runtime: "nodejs22.x",
  handler: "index.handler",
  memoryMb: 128,
  timeoutSeconds: 3,
  architecture: "x86_64",
  description: "",
  role: "",
};

/** What is wrong, by field. */
export function functionProblems(
  form: FunctionForm,
  needsRole: boolean,
): Partial<Record<keyof FunctionForm, string>> {
  const problems: Partial<Record<keyof FunctionForm, string>> = {};
  const name = functionNameError(form.name);
  if (name) problems.name = name;
  for (const field of ["memoryMb", "timeoutSeconds"] as const) {
    const problem = rangeError(field, form[field]);
    if (problem) problems[field] = problem;
  }
  if (!new RegExp(`^\\S{1,${handlerLimit}}$`).test(form.handler))
    problems.handler = `A handler has 1 to ${handlerLimit} characters and no spaces, like index.handler.`;
  if (form.description.length > 256)
    problems.description = "A description has at most 256 characters.";
  if (needsRole && !isRoleArn(form.role))
    problems.role = "Give the role's ARN, like arn:aws:iam::123456789012:role/my-role.";
  return problems;
}

function isRoleArn(text: string): boolean {
  return /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/.test(text);
}

/** The field an answer is about (`zip`: the code), so that it is said there; undefined when it is about none. */
export function fieldOfProblem({
  field,
  code,
  kind,
  detail,
}: Problem): keyof FunctionForm | "zip" | undefined {
  const known = [...formFields, "zip" as const].find((one) => one === field);
  if (known) return known;
  if (code === "ResourceConflictException") return "name";
  if (code === "CodeStorageExceededException") return "zip";
  return kind === "invalid" ? mentions.find(([pattern]) => pattern.test(detail))?.[1] : undefined;
}

const formFields = Object.keys(newFunctionForm) as (keyof FunctionForm)[];

/** Words of AWS's refusals, the most telling first. */
const mentions: readonly [RegExp, keyof FunctionForm | "zip"][] = [
  [/\brole\b/i, "role"],
  [/\bruntime\b/i, "runtime"],
  [/\bhandler\b/i, "handler"],
  [/\bmemory/i, "memoryMb"],
  [/\btimeout\b/i, "timeoutSeconds"],
  [/\barchitecture/i, "architecture"],
  [/\bzip\b|unzipped|uncompressed/i, "zip"],
];

/** What a role must say so that Lambda may take it. */
export const trustPolicy = JSON.stringify(
  {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ],
  },
  null,
  2,
);
