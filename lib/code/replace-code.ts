import { GetFunctionConfigurationCommand, UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { refuseStale } from "@/lib/model/refuse";
import { journalled } from "@/lib/store/journal";
import { checkZip } from "./check-zip";

/** Deploys another zip to $LATEST, in place of the code with `expectedCodeSha256` where that is given. */
export async function replaceCode(
  connection: Connection,
  functionName: string,
  zipBase64: string,
  expectedCodeSha256?: string,
): Promise<{ change: Change; codeSha256?: string }> {
  const zip = checkZip(zipBase64);
  const { lambda } = clientsFor(connection);
  const now = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName }),
  );
  if (expectedCodeSha256 !== undefined && now.CodeSha256 !== expectedCodeSha256)
    refuseStale("The code", expectedCodeSha256, now.CodeSha256);
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
