import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Connection } from "@/lib/model/connection";
import { journalled } from "@/lib/store/journal";

/** The values of a function's environment variables. Looking at them is written in the journal. */
export async function revealEnvironment(
  connection: Connection,
  functionName: string,
  qualifier?: string,
): Promise<Record<string, string>> {
  const input = { FunctionName: functionName, Qualifier: qualifier };
  let variables: Record<string, string> = {};
  await journalled(
    {
      connection,
      functionName,
      kind: "reveal-environment",
      title: "Environment values shown",
      before: null,
      after: null,
      call: { service: "lambda", command: "GetFunctionConfiguration", input },
      undo: { impossible: "Looking changes nothing." },
    },
    async () => {
      const answer = await clientsFor(connection).lambda.send(
        new GetFunctionConfigurationCommand(input),
      );
      variables = answer.Environment?.Variables ?? {};
      // The journal keeps the names, not the values.
      return { names: Object.keys(variables) };
    },
  );
  return variables;
}
