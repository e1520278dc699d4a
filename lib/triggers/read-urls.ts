import { ListFunctionUrlConfigsCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import { allOf } from "@/lib/aws/pages";
import type { Connection } from "@/lib/model/connection";
import type { FunctionUrl } from "@/lib/model/push-triggers";
import { calledFunction } from "./called-function";

/** The URLs of a function and of all its aliases. */
export async function readUrls(
  connection: Connection,
  functionName: string,
): Promise<FunctionUrl[]> {
  const found = await allOf(async (Marker) => {
    const page = await clientsFor(connection).lambda.send(
      new ListFunctionUrlConfigsCommand({ FunctionName: functionName, Marker }),
    );
    return { items: page.FunctionUrlConfigs, next: page.NextMarker };
  });
  // The page links to them: whatever an endpoint says, nothing but an address of the web.
  const addresses = found.filter(({ FunctionUrl }) => /^https?:\/\//.test(FunctionUrl ?? ""));
  return addresses.map(({ FunctionUrl: url = "", FunctionArn, AuthType, InvokeMode, Cors }) => ({
    kind: "url",
    functionArn: "",
    functionName,
    ...calledFunction(FunctionArn),
    url,
    authType: AuthType === "AWS_IAM" ? "AWS_IAM" : "NONE",
    streams: InvokeMode === "RESPONSE_STREAM",
    allowedOrigins: Cors?.AllowOrigins,
    cors: Cors && {
      allowCredentials: Cors.AllowCredentials,
      allowHeaders: Cors.AllowHeaders,
      allowMethods: Cors.AllowMethods,
      exposeHeaders: Cors.ExposeHeaders,
      maxAgeSeconds: Cors.MaxAge,
    },
  }));
}
