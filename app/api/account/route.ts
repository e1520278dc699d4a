import { attempt } from "@/lib/aws/attempt";
import { readAccount } from "@/lib/concurrency/read-account";
import { handle } from "@/lib/server/handle";

export const GET = handle(({ connection }) =>
  attempt(connection, "read the account's concurrency", () => readAccount(connection)),
);
