import { CreateFunctionCommand, type CreateFunctionRequest } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { functionProblems } from "@/lib/model/function-form";
import { environmentNameError } from "@/lib/model/function-limits";
import { refuse } from "@/lib/model/refuse";
import { journalled } from "@/lib/store/journal";

export interface NewFunction {
  name: string;
  runtime: string;
  handler: string;
  memoryMb: number;
  timeoutSeconds: number;
  architecture: "x86_64" | "arm64";
  description: string;
  /** The execution role's ARN; the local engine needs none. */
  role?: string;
  environment: Record<string, string>;
  zip: Uint8Array;
}

/** Creates a function from a zip. */
export async function createFunction(
  connection: Connection,
  wanted: NewFunction,
): Promise<{ change: Change; name: string }> {
  const role = wanted.role ?? roleOfLocalEngine(connection) ?? "";
  const [problem] = Object.entries(functionProblems({ ...wanted, role }, true));
  if (problem) refuse(...problem);
  for (const name of Object.keys(wanted.environment)) {
    const error = environmentNameError(name);
    if (error) refuse("environment", error);
  }
  const input: CreateFunctionRequest = {
    FunctionName: wanted.name,
    Runtime: wanted.runtime as CreateFunctionRequest["Runtime"],
    Handler: wanted.handler,
    MemorySize: wanted.memoryMb,
    Timeout: wanted.timeoutSeconds,
    Architectures: [wanted.architecture],
    Description: wanted.description,
    Role: role,
    Environment: { Variables: wanted.environment },
    Code: { ZipFile: wanted.zip },
  };
  const { change } = await journalled(
    {
      connection,
      functionName: wanted.name,
      kind: "function",
      title: `Function ${wanted.name} created`,
      before: null,
      after: {
        ...wanted,
        zip: `${wanted.zip.length} bytes`,
        environment: Object.keys(wanted.environment),
      },
      call: { service: "lambda", command: "CreateFunction", input: { ...input } },
      undo: {
        impossible:
          "Delete the function on its page; that asks for its name, because it cannot be brought back.",
      },
    },
    () => clientsFor(connection).lambda.send(new CreateFunctionCommand(input)),
  );
  return { change, name: wanted.name };
}

/** The engine checks the shape of a role's ARN as AWS does, and asks nobody whether it exists. */
function roleOfLocalEngine(connection: Connection): string | undefined {
  return connection.kind === "local" ? "arn:aws:iam::000000000000:role/lambdeck-local" : undefined;
}
