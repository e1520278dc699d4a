import { ListLayersCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import { allOf } from "@/lib/aws/pages";
import type { Connection } from "@/lib/model/connection";
import type { LayerChoice } from "@/lib/model/layers";

/** The account's layers in the connection's region, each with its newest version. */
export async function listLayers(connection: Connection): Promise<LayerChoice[]> {
  const layers = await allOf(async (Marker) => {
    const page = await clientsFor(connection).lambda.send(new ListLayersCommand({ Marker }));
    return { items: page.Layers, next: page.NextMarker };
  });
  return layers.flatMap(({ LayerName: name, LatestMatchingVersion: latest }) =>
    name && latest?.LayerVersionArn
      ? {
          name,
          arn: latest.LayerVersionArn,
          description: latest.Description ?? "",
          runtimes: latest.CompatibleRuntimes ?? [],
          architectures: latest.CompatibleArchitectures ?? [],
        }
      : [],
  );
}
