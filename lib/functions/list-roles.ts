import { ListRolesCommand } from "@aws-sdk/client-iam";
import { clientsFor } from "@/lib/aws/clients";
import { pagesOf } from "@/lib/aws/pages";
import type { Connection } from "@/lib/model/connection";

const mostRoles = 1_000;

/** The roles that Lambda may assume, by name. */
export async function listRoles(connection: Connection): Promise<{ name: string; arn: string }[]> {
  const found: { name: string; arn: string }[] = [];
  const pages = pagesOf(async (Marker) => {
    const page = await clientsFor(connection).iam.send(new ListRolesCommand({ Marker }));
    return { items: page.Roles, next: page.Marker };
  });
  for await (const page of pages) {
    for (const { RoleName, Arn, AssumeRolePolicyDocument: trust } of page) {
      // A role whose trust is not told may be the right one. AWS encodes the document, others may not.
      if (RoleName && Arn && (!trust || trust.includes("lambda.amazonaws.com")))
        found.push({ name: RoleName, arn: Arn });
    }
    if (found.length >= mostRoles) break;
  }
  return found.sort((left, right) => left.name.localeCompare(right.name));
}
