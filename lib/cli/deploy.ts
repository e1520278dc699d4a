import { dirname } from "node:path";
import { clientAt, inWords, nameOfPlace } from "@/lib/cli/place";
import { UsageError } from "@/lib/cli/parse-arguments";
import { deployHelp, type DeployOptions, readDeployOptions } from "@/lib/cli/deploy-options";
import { DeployError } from "@/lib/deploy/deploy-error";
import { deployFunction, type Deployment } from "@/lib/deploy/deploy-function";
import { functionNameOf, readFunctionFolder } from "@/lib/deploy/read-function-folder";
import { sourceTags } from "@/lib/deploy/source-tags";

interface Io {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
  env: Readonly<Record<string, string | undefined>>;
  /** Ends `--watch`; without it Ctrl-C does. */
  signal?: AbortSignal;
}

/** Local endpoints check no roles, but every function needs the name of one. */
const unusedRole = "arn:aws:iam::000000000000:role/lambdeck-local";

/** `lambdeck deploy`: 0 when everything is deployed and usable, 1 when not, 2 when called wrongly. */
export async function run(argv: string[], io: Io): Promise<0 | 1 | 2> {
  try {
    const options = readDeployOptions(argv, io.env);
    if (options === "help") {
      io.stdout.write(deployHelp);
      return 0;
    }
    const deployed = inPlaceWords(options, () => deploy(options, io));
    if (!options.watch) return (await deployed) ? 0 : 1;
    await deployed.catch((error: unknown) => {
      // What is wrong with the code may be mended while it is watched.
      if (error instanceof UsageError) throw error;
      io.stderr.write(`lambdeck deploy: ${(error as Error).message}\n`);
    });
    await watch(options, io);
    return 0;
  } catch (error) {
    const misused = error instanceof UsageError;
    io.stderr.write(
      `lambdeck deploy: ${(error as Error).message}${misused ? `\n\n${deployHelp}` : "\n"}`,
    );
    return misused ? 2 : 1;
  }
}

/** False when a part of a template failed. */
async function deploy(options: DeployOptions, io: Io): Promise<boolean> {
  if (options.template !== undefined) {
    // Only a template needs the clients of all the services.
    const { deployTemplate } = await import("@/lib/cli/deploy-template");
    return deployTemplate(options.template, options, io.stdout);
  }
  const deployment = await deployFolder(options, (line) => {
    if (!options.json) io.stdout.write(`${line}\n`);
  });
  io.stdout.write(
    options.json ? `${JSON.stringify(deployment, null, 2)}\n` : describe(deployment, options),
  );
  return true;
}

async function watch(options: DeployOptions, io: Io): Promise<void> {
  const { untilStopped, watchDeployment } = await import("@/lib/cli/watch-deployment");
  const { directory, template } = options;
  const redeployFolder = async () => {
    const { created, changed, functionName } = await deployFolder(options, () => undefined);
    const what = created ? ["made"] : changed;
    return {
      lines: what.length > 0 ? [`${functionName}: ${what.join(", ")}`] : [],
      failed: false,
    };
  };
  await watchDeployment({
    folder: template === undefined ? directory : dirname(template),
    redeploy: () =>
      inPlaceWords(options, async () =>
        template === undefined
          ? redeployFolder()
          : (await import("@/lib/cli/deploy-template")).redeployTemplate(template, options),
      ),
    say: (line) => io.stdout.write(`${line}\n`),
    signal: io.signal ?? untilStopped(),
  });
}

async function deployFolder(
  options: DeployOptions,
  say: (line: string) => void,
): Promise<Deployment> {
  const source = await readFunctionFolder(options.directory, options);
  const name = options.name ?? source.name ?? functionNameOf(options.directory);
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name))
    throw new UsageError(`"${name}" is no function name: use 1 to 64 letters, digits, - and _`);
  const count = Array.isArray(source.code) ? source.code.length : 1;
  say(
    `Deploying ${count} ${count === 1 ? "file" : "files"} to ${name} on ${nameOfPlace(options.place)}...`,
  );
  const client = clientAt(options.place);
  try {
    return await deployFunction(client, {
      ...source,
      name,
      runtime: options.runtime ?? source.runtime,
      handler: options.handler ?? source.handler,
      memoryMb: options.memoryMb ?? source.memoryMb,
      timeoutSeconds: options.timeoutSeconds ?? source.timeoutSeconds,
      role: options.role,
      defaultRole: options.place.endpoint ? unusedRole : undefined,
      environment: { ...source.environment, ...options.environment },
      // AWS would have to be asked for the right to tag, and its functions have owners of their own.
      tags: options.place.endpoint ? sourceTags(options.directory) : undefined,
      publish: options.publish,
    });
  } finally {
    client.destroy();
  }
}

/** Says errors of the network, of credentials and of AWS in words that tell what to do. */
async function inPlaceWords<T>({ place }: DeployOptions, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof DeployError || error instanceof UsageError) throw error;
    throw new DeployError(inWords(error, place), { cause: error });
  }
}

function describe(deployment: Deployment, { place }: DeployOptions): string {
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
