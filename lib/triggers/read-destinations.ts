import { ListFunctionEventInvokeConfigsCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import { allOf } from "@/lib/aws/pages";
import type { Connection } from "@/lib/model/connection";
import type { Destination } from "@/lib/model/trigger";
import { calledFunction } from "./called-function";

/** Where the results of a function's asynchronous calls go, by version and alias. */
export async function readAsyncDestinations(
  connection: Connection,
  functionName: string,
): Promise<Destination[]> {
  const configs = await allOf(async (Marker) => {
    const page = await clientsFor(connection).lambda.send(
      new ListFunctionEventInvokeConfigsCommand({ FunctionName: functionName, Marker }),
    );
    return { items: page.FunctionEventInvokeConfigs, next: page.NextMarker };
  });
  return configs.flatMap(({ FunctionArn, DestinationConfig }) => {
    const named = calledFunction(FunctionArn)?.qualifier;
    const qualifier = named === "$LATEST" ? undefined : named;
    const to = (on: Destination["on"], arn: string | undefined): Destination[] =>
      arn ? [{ on, arn, from: [], ...(qualifier && { qualifier }) }] : [];
    return [
      ...to("success", DestinationConfig?.OnSuccess?.Destination),
      ...to("failure", DestinationConfig?.OnFailure?.Destination),
    ];
  });
}
