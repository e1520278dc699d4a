import { attempt } from "@/lib/aws/attempt";
import { readFunctionConcurrency } from "@/lib/concurrency/read-function-concurrency";
import { handle } from "@/lib/server/handle";

export const GET = handle(({ connection, params }) =>
  attempt(connection, `read the concurrency of ${params.name}`, () =>
    readFunctionConcurrency(connection, params.name!),
  ),
);
