import { chooseRegion, resolveConnection } from "@/lib/aws/connections";
import { type Connection, formatConnectionId, parseConnectionId } from "@/lib/model/connection";

/**
 * The same connection in another region, which also becomes its region from now on. Throws a
 * ProblemError when the text is no region or the credentials are not good there.
 */
export async function switchRegion(connection: Connection, region: string): Promise<Connection> {
  const { kind, name } = parseConnectionId(connection.id)!;
  const switched = await resolveConnection(formatConnectionId({ kind, name, region }));
  chooseRegion(kind, name, region);
  return switched;
}
