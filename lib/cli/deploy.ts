import { basename, resolve } from "node:path";
import { clientAt, inWords, nameOfPlace, placeOptions, readPlace } from "@/lib/cli/place";
import { parseArguments, readWhole, UsageError } from "@/lib/cli/parse-arguments";
import { DeployError } from "@/lib/deploy/deploy-error";
import { deployFunction, type Deployment } from "@/lib/deploy/deploy-function";
import { readFolder } from "@/lib/deploy/read-folder";
import { readManifest } from "@/lib/deploy/read-manifest";

const HELP = `lambdeck deploy DIR [options]     create or update a function from a folder

  --name NAME         the function's name (default: the folder's name)
  --runtime RUNTIME   such as nodejs22.x or python3.13 (default: guessed from the files)
  --handler HANDLER   such as index.handler (default: guessed from the files)
  --memory MB         128 to 10240
  --timeout SECONDS   1 to 900
  --role ARN          the execution role; AWS needs one for a new function
  --env KEY=VALUE     set a variable; may be repeated; other variables are kept
  --publish           also publish a version
  --endpoint URL      another endpoint than the local engine
  --profile NAME      deploy to AWS with this profile of the AWS config files
  --region REGION     (default: AWS_REGION, else the profile's, else us-east-1)
  --json              print one JSON object

A file lambdeck.json in the folder may hold name, description, runtime, handler, memoryMb, timeoutSeconds and
environment; options win over it. Files named in .lambdaignore (as in .gitignore) stay out of the zip.
`;

interface Io {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
  env: Readonly<Record<string, string | undefined>>;
}

/** Local endpoints check no roles, but every function needs the name of one. */
const unusedRole = "arn:aws:iam::000000000000:role/lambdeck-local";

/** `lambdeck deploy`: 0 when the function is deployed and usable, 1 when not, 2 when called wrongly. */
export async function run(argv: string[], io: Io): Promise<0 | 1 | 2> {
  try {
    const options = readOptions(argv, io.env);
    if (options === "help") {
      io.stdout.write(HELP);
      return 0;
    }
    await deploy(options, io);
    return 0;
  } catch (error) {
    const misused = error instanceof UsageError;
    io.stderr.write(
      `lambdeck deploy: ${(error as Error).message}${misused ? `\n\n${HELP}` : "\n"}`,
    );
    return misused ? 2 : 1;
  }
}

type Options = Exclude<ReturnType<typeof readOptions>, "help">;

function readOptions(argv: string[], env: Io["env"]) {
  const { values, positionals } = parseArguments(argv, {
    name: { type: "string" },
    runtime: { type: "string" },
    handler: { type: "string" },
    memory: { type: "string" },
    timeout: { type: "string" },
    role: { type: "string" },
    env: { type: "string", multiple: true },
    publish: { type: "boolean" },
    ...placeOptions,
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) return "help" as const;
  const [directory, extra] = positionals;
  if (directory === undefined) throw new UsageError("give the folder to deploy");
  if (extra !== undefined) throw new UsageError(`one folder at a time, not also "${extra}"`);
  return {
    directory: resolve(directory),
    name: values.name,
    runtime: values.runtime,
    handler: values.handler,
    memoryMb: readWhole("--memory", values.memory, 128, 10_240),
    timeoutSeconds: readWhole("--timeout", values.timeout, 1, 900),
    role: values.role,
    environment: readVariables(values.env ?? []),
    publish: values.publish ?? false,
    place: readPlace(values, env),
    json: values.json ?? false,
  };
}

async function deploy(options: Options, io: Io): Promise<void> {
  const files = readFolder(options.directory);
  const manifest = readManifest(options.directory);
  const name = options.name ?? manifest.name ?? nameOf(options.directory);
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name))
    throw new UsageError(`"${name}" is no function name: use 1 to 64 letters, digits, - and _`);
  const client = clientAt(options.place);
  if (!options.json)
    io.stdout.write(
      `Deploying ${files.length} ${files.length === 1 ? "file" : "files"} to ${name} on ${nameOfPlace(options.place)}...\n`,
    );
  try {
    const deployment = await deployFunction(client, {
      name,
      files,
      runtime: options.runtime ?? manifest.runtime,
      handler: options.handler ?? manifest.handler,
      description: manifest.description,
      memoryMb: options.memoryMb ?? manifest.memoryMb,
      timeoutSeconds: options.timeoutSeconds ?? manifest.timeoutSeconds,
      role: options.role,
      defaultRole: options.place.endpoint ? unusedRole : undefined,
      environment: { ...manifest.environment, ...options.environment },
      publish: options.publish,
    });
    io.stdout.write(
      options.json ? `${JSON.stringify(deployment, null, 2)}\n` : describe(deployment, options),
    );
  } catch (error) {
    throw error instanceof DeployError ? error : new DeployError(inWords(error, options.place));
  } finally {
    client.destroy();
  }
}

function describe(deployment: Deployment, { place }: Options): string {
  const { functionName, created, changed, version, codeSha256, zipBytes } = deployment;
  const what = created
    ? "Created"
    : changed.length > 0
      ? `Updated (${changed.join(", ")})`
      : "Nothing to change:";
  const lines = [
    `${what} ${functionName}: ${deployment.runtime}, handler ${deployment.handler}, ${deployment.memoryMb} MB, ` +
      `${deployment.timeoutSeconds} s, zip ${(zipBytes / 1024).toFixed(1)} KB, sha256 ${codeSha256}`,
    ...(version ? [`Published version ${version}`] : []),
    `ARN: ${deployment.functionArn}`,
    "",
    "Next:",
    ...(place.local
      ? [`  open the dashboard at /functions/${functionName}/test and run it with an event`]
      : []),
    `  aws lambda invoke --function-name ${functionName} --payload '{}' --cli-binary-format raw-in-base64-out` +
      `${place.endpoint ? ` --endpoint-url ${place.endpoint}` : ""}${place.profile ? ` --profile ${place.profile}` : ""} out.json`,
  ];
  return `${lines.join("\n")}\n`;
}

function nameOf(directory: string): string {
  return basename(directory)
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .slice(0, 64);
}

function readVariables(assignments: readonly string[]): Record<string, string> | undefined {
  if (assignments.length === 0) return undefined;
  return Object.fromEntries(
    assignments.map((assignment) => {
      const parts = /^([A-Za-z][A-Za-z0-9_]*)=(.*)$/s.exec(assignment);
      if (!parts?.[1]) throw new UsageError(`--env must be KEY=VALUE, not "${assignment}"`);
      return [parts[1], parts[2] ?? ""];
    }),
  );
}
