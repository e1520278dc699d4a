import { GetFunctionConfigurationCommand, UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { journalled } from "@/lib/store/journal";
import { checkZip } from "./check-zip";

/** Deploys another zip to $LATEST. */
export async function replaceCode(
  connection: Connection,
  functionName: string,
  zipBase64: string,
): Promise<{ change: Change; codeSha256?: string }> {
  const zip = checkZip(zipBase64);
  const { lambda } = clientsFor(connection);
  const now = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName }),
  );
  const input = { FunctionName: functionName, ZipFile: zip, RevisionId: now.RevisionId };
  const { change, result } = await journalled(
    {
      connection,
      functionName,
      kind: "code",
      title: `Code replaced, ${now.CodeSize ?? 0} -> ${zip.length} bytes`,
      before: { codeSha256: now.CodeSha256, codeSizeBytes: now.CodeSize },
      after: { codeSizeBytes: zip.length },
      call: { service: "lambda", command: "UpdateFunctionCode", input },
      undo: {
        impossible:
          "Lambdeck keeps no copies of code. Deploy the former zip again, or point an alias at a version published before.",
      },
    },
    () => lambda.send(new UpdateFunctionCodeCommand(input)),
  );
  return { change, codeSha256: result.CodeSha256 };
}
