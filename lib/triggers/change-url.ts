import type { CreateFunctionUrlConfigCommandInput } from "@aws-sdk/client-lambda";
import { keptCall } from "@/lib/aws/kept-commands";
import type { FunctionUrl } from "@/lib/model/push-triggers";
import { refuse } from "@/lib/model/refuse";
import { type UrlDraft, urlDrafts } from "@/lib/model/trigger-drafts/url-draft";
import type { Steps } from "./steps";
import type { TriggerTarget } from "./trigger-target";
import { letPublicIn, shutPublicOut } from "./url-permissions";

/** Gives the function an address, open to everybody where it wants no signatures. Gives the trigger's key. */
export async function addUrl(
  steps: Steps,
  target: TriggerTarget,
  draft: UrlDraft,
): Promise<string> {
  if (draft.authType === "NONE") await letPublicIn(steps, target);
  const answer = await steps.send({
    title: "Function URL created",
    before: null,
    after: draft,
    call: keptCall("lambda", "CreateFunctionUrlConfig", inputOf(target, draft)),
    undo: keptCall("lambda", "DeleteFunctionUrlConfig", atTarget(target)),
  });
  return `url ${String(answer.FunctionUrl)}`;
}

/** Changes who may call and how it answers; the statements for the public come and go with it. */
export async function changeUrl(
  steps: Steps,
  target: TriggerTarget,
  url: FunctionUrl,
  draft: UrlDraft,
): Promise<void> {
  if ((draft.qualifier ?? "") !== (url.qualifier ?? ""))
    refuse("qualifier", "A URL stays with its function or alias: add another one.");
  const before = urlDrafts.of(url);
  // Whoever is shut out is shut out at once, and let in only when the URL is ready.
  if (draft.authType === "NONE") await letPublicIn(steps, target);
  await steps.send({
    title: "Function URL changed",
    before,
    after: draft,
    call: keptCall("lambda", "UpdateFunctionUrlConfig", inputOf(target, draft)),
    undo: keptCall("lambda", "UpdateFunctionUrlConfig", inputOf(target, before)),
  });
  if (draft.authType === "AWS_IAM" && url.authType === "NONE") await shutPublicOut(steps, target);
}

/** Takes the address away, and the statements that let its callers in. */
export async function removeUrl(
  steps: Steps,
  target: TriggerTarget,
  url: FunctionUrl,
): Promise<void> {
  const before = urlDrafts.of(url);
  await steps.send({
    title: "Function URL deleted",
    before: { ...before, url: url.url },
    after: null,
    call: keptCall("lambda", "DeleteFunctionUrlConfig", atTarget(target)),
    undo: keptCall("lambda", "CreateFunctionUrlConfig", inputOf(target, before)),
  });
  await shutPublicOut(steps, target);
}

function atTarget({ functionName, qualifier }: TriggerTarget) {
  return { FunctionName: functionName, Qualifier: qualifier };
}

function inputOf(target: TriggerTarget, draft: UrlDraft): CreateFunctionUrlConfigCommandInput {
  const { cors } = draft;
  return {
    ...atTarget(target),
    AuthType: draft.authType,
    InvokeMode: draft.streams ? "RESPONSE_STREAM" : "BUFFERED",
    Cors: cors
      ? {
          AllowOrigins: cors.allowOrigins,
          AllowMethods: cors.allowMethods,
          AllowHeaders: cors.allowHeaders,
          ExposeHeaders: cors.exposeHeaders,
          AllowCredentials: cors.allowCredentials,
          MaxAge: cors.maxAgeSeconds,
        }
      : {},
  };
}
