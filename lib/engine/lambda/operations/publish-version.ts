import type { FunctionConfiguration, PublishVersionRequest } from "@aws-sdk/client-lambda";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext } from "../../http/service.ts";
import { invalidParameter, staleRevision } from "../errors.ts";
import { findFunction, requireSettled } from "../find-function.ts";
import { describeConfiguration } from "../function-configuration.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import { publish } from "../publish.ts";
import { stateOf } from "../version-state.ts";

/** A version of an Active function is Active at once, but for the snapshot that SnapStart takes first. */
export function publishVersion(
  deps: LambdaDeps,
  input: PublishVersionRequest,
  context: CallContext,
): FunctionConfiguration {
  const { functions, clock, settings } = deps;
  refuseFields("InvalidParameterValueException", input, {
    PublishTo: "there are no managed instances to publish to.",
  });
  const before = findFunction(deps, context, input.FunctionName);
  const nowMs = clock.now();
  requireSettled(deps, before);
  if (input.RevisionId && input.RevisionId !== stateOf(before.latest, nowMs).revisionId)
    throw staleRevision();
  const { codeSha256, snapStartApplyOn } = before.latest.configuration;
  if (input.CodeSha256 && input.CodeSha256 !== codeSha256)
    throw invalidParameter(
      `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${codeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
    );
  const { fn, version } = publish(before, {
    description: input.Description,
    settlesAtMs: snapStartApplyOn === "PublishedVersions" ? nowMs + settings.settleMs : nowMs,
    nowMs,
  });
  functions.save(fn);
  return describeConfiguration(fn, version, { nowMs, accountId: context.accountId });
}
