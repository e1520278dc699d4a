import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Place, placeOptions, readPlace } from "@/lib/cli/place";
import { parseArguments, readWhole, UsageError } from "@/lib/cli/parse-arguments";
import { findTemplate } from "@/lib/deploy/stack/find-template";

export const deployHelp = `lambdeck deploy [DIR] [options]     create or update a function from a folder, or what a template says

  --name NAME         the function's name (default: the folder's name)
  --runtime RUNTIME   such as nodejs22.x or python3.13 (default: guessed from the files)
  --handler HANDLER   such as index.handler (default: guessed from the files)
  --memory MB         128 to 10240
  --timeout SECONDS   1 to 900
  --role ARN          the execution role; AWS needs one for a new function
  --env KEY=VALUE     set a variable; may be repeated; other variables are kept
  --publish           also publish a version

  --template FILE     a template of SAM or CloudFormation, or a serverless.yml (default: the one in DIR)
  --parameter K=V     a Parameter of the template, or an option such as stage=prod; may be repeated
  --stack-name NAME   what names begin with (default: samconfig.toml's, else the folder's name)
  --plan              say what would be made, changed and skipped, and do nothing

  --watch             deploy again whenever a file is saved, until Ctrl-C
  --endpoint URL      another endpoint than the local engine
  --profile NAME      deploy to AWS with this profile of the AWS config files; not for templates
  --region REGION     (default: AWS_REGION, else the profile's, else us-east-1)
  --json              print one JSON object

A file lambdeck.json in the folder may hold name, description, runtime, handler, memoryMb, timeoutSeconds and
environment; options win over it. Files named in .lambdaignore (as in .gitignore) stay out of the zip. A handler in
TypeScript is bundled with the esbuild that is installed where it lies.
`;

export type DeployOptions = Exclude<ReturnType<typeof readDeployOptions>, "help">;

/** Reads the options of `lambdeck deploy`. Throws UsageError. */
export function readDeployOptions(
  argv: string[],
  env: Readonly<Record<string, string | undefined>>,
) {
  const { values, positionals } = parseArguments(argv, {
    name: { type: "string" },
    runtime: { type: "string" },
    handler: { type: "string" },
    memory: { type: "string" },
    timeout: { type: "string" },
    role: { type: "string" },
    env: { type: "string", multiple: true },
    publish: { type: "boolean" },
    template: { type: "string" },
    parameter: { type: "string", multiple: true },
    "stack-name": { type: "string" },
    plan: { type: "boolean" },
    watch: { type: "boolean" },
    ...placeOptions,
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) return "help" as const;
  const [directory, extra] = positionals;
  if (extra !== undefined) throw new UsageError(`one folder at a time, not also "${extra}"`);
  const place = readPlace(values, env);
  const template = templateOf(values, directory);
  if (directory === undefined && template === undefined)
    throw new UsageError("give the folder to deploy");
  if (template) checkTemplateOptions(values, place);
  else
    for (const option of ["parameter", "stack-name", "plan"] as const)
      if (values[option] !== undefined)
        throw new UsageError(`--${option} is for templates, and there is none`);
  return {
    directory: resolve(directory ?? "."),
    template,
    name: values.name,
    runtime: values.runtime,
    handler: values.handler,
    memoryMb: readWhole("--memory", values.memory, 128, 10_240),
    timeoutSeconds: readWhole("--timeout", values.timeout, 1, 900),
    role: values.role,
    environment: readAssignments("--env", values.env),
    publish: values.publish ?? false,
    parameters: readAssignments("--parameter", values.parameter),
    stackName: values["stack-name"],
    planOnly: values.plan ?? false,
    watch: values.watch ?? false,
    place,
    env,
    json: values.json ?? false,
  };
}

const functionOptions = [
  "name",
  "runtime",
  "handler",
  "memory",
  "timeout",
  "role",
  "env",
  "publish",
] as const;

type Given = Partial<Record<(typeof functionOptions)[number], unknown>>;

/** A folder with a lambdeck.json, or with options for one function, is a function's whatever else lies in it. */
function templateOf(
  values: Given & { template?: string },
  directory: string | undefined,
): string | undefined {
  if (values.template !== undefined) {
    const file = resolve(directory ?? ".", values.template);
    const chosen = existsSync(file) ? file : resolve(values.template);
    if (!existsSync(chosen)) throw new UsageError(`there is no template ${values.template}`);
    return chosen;
  }
  const folder = resolve(directory ?? ".");
  const isFunction =
    existsSync(join(folder, "lambdeck.json")) ||
    functionOptions.some((option) => values[option] !== undefined);
  return isFunction ? undefined : findTemplate(folder);
}

function checkTemplateOptions(values: Given, { endpoint }: Place): void {
  for (const option of functionOptions)
    if (values[option] !== undefined)
      throw new UsageError(`--${option} is for one function; a template says it itself`);
  if (endpoint === undefined || /(^|\.)amazonaws\.com(\.cn)?$/.test(new URL(endpoint).hostname))
    throw new UsageError(
      "templates are deployed to the local engine or another endpoint; for AWS itself there are sam deploy and serverless deploy, which keep track of what they made",
    );
}

function readAssignments(
  option: string,
  assignments: readonly string[] | undefined,
): Record<string, string> | undefined {
  if (!assignments) return undefined;
  return Object.fromEntries(
    assignments.map((assignment) => {
      const parts = /^([A-Za-z][A-Za-z0-9_-]*)=(.*)$/s.exec(assignment);
      if (!parts?.[1]) throw new UsageError(`${option} must be KEY=VALUE, not "${assignment}"`);
      return [parts[1], parts[2] ?? ""];
    }),
  );
}
