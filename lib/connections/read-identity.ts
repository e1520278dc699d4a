import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { clientsFor } from "@/lib/aws/clients";
import { rememberIdentity } from "@/lib/aws/known-identity";
import { problemFrom } from "@/lib/aws/problem-from";
import type { Connection } from "@/lib/model/connection";
import type { Problem } from "@/lib/model/problem";

export interface Identity {
  /** Null when the endpoint cannot say: it may do without STS. */
  accountId: string | null;
  callerArn: string | null;
  /** Why nothing is known. With kind `unsupported` everything else may still work. */
  problem?: Problem;
}

/** Asks STS whose credentials these are. Never throws: the answer to "who am I" may be "it cannot say". */
export async function readIdentity(connection: Connection): Promise<Identity> {
  try {
    const { Account, Arn } = await clientsFor(connection).sts.send(
      new GetCallerIdentityCommand({}),
    );
    if (Account && Arn) rememberIdentity(connection.id, { accountId: Account, callerArn: Arn });
    return { accountId: Account ?? null, callerArn: Arn ?? null };
  } catch (error) {
    rememberIdentity(connection.id, undefined);
    return {
      accountId: null,
      callerArn: null,
      problem: problemFrom(error, { connection, action: "ask who the caller is" }),
    };
  }
}
