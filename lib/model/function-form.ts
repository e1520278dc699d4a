import { functionNameError, handlerLimit, rangeError } from "./function-limits";

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

export function isRoleArn(text: string): boolean {
  return /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/.test(text);
}
