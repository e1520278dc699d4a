import { DeleteFunctionCommand, GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { refuse } from "@/lib/model/refuse";
import { journalled } from "@/lib/store/journal";

/** Deletes a function with all its versions and aliases. `typedName` is what the user typed to confirm. */
export async function deleteFunction(
  connection: Connection,
  functionName: string,
  typedName: string,
): Promise<{ change: Change }> {
  if (typedName !== functionName)
    refuse("typedName", `Type the function's name, ${functionName}, to delete it.`);
  const { lambda } = clientsFor(connection);
  const input = { FunctionName: functionName };
  const now = await lambda.send(new GetFunctionConfigurationCommand(input));
  const { change } = await journalled(
    {
      connection,
      functionName,
      kind: "function",
      title: `Function ${functionName} deleted`,
      before: {
        runtime: now.Runtime,
        handler: now.Handler,
        memoryMb: now.MemorySize,
        timeoutSeconds: now.Timeout,
        codeSha256: now.CodeSha256,
      },
      after: null,
      call: { service: "lambda", command: "DeleteFunction", input },
      undo: { impossible: "A deleted function cannot be brought back; deploy its code again." },
    },
    () => lambda.send(new DeleteFunctionCommand(input)),
  );
  return { change };
}
