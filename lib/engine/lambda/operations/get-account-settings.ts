import type { GetAccountSettingsResponse } from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import type { LambdaDeps } from "../lambda-deps.ts";

const gigabyte = 1024 ** 3;

export function getAccountSettings(
  { functions, layers, settings }: LambdaDeps,
  _input: object,
  { region }: CallContext,
): GetAccountSettingsResponse {
  const names = functions.names(region);
  let codeSizeBytes = 0;
  for (const name of names) {
    const fn = functions.get(region, name);
    if (!fn) continue;
    for (const { configuration } of [fn.latest, ...Object.values(fn.versions)])
      codeSizeBytes += configuration.codeSizeBytes;
  }
  for (const { versions } of layers.list(region))
    for (const layer of Object.values(versions)) codeSizeBytes += layer.codeSizeBytes;
  return {
    AccountLimit: {
      TotalCodeSize: 300 * gigabyte,
      CodeSizeUnzipped: 262_144_000,
      CodeSizeZipped: 52_428_800,
      ConcurrentExecutions: settings.accountConcurrencyLimit,
      UnreservedConcurrentExecutions:
        settings.accountConcurrencyLimit - functions.totalReserved(region),
    },
    AccountUsage: { TotalCodeSize: codeSizeBytes, FunctionCount: names.length },
  };
}
