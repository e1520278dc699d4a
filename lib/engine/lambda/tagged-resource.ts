import type { CallContext } from "../http/service.ts";
import { findCodeSigning } from "./code-signing/code-signing-rules.ts";
import { invalidParameter, notFound } from "./errors.ts";
import { findFunction, requireSettled } from "./find-function.ts";
import type { LambdaDeps } from "./lambda-deps.ts";

export interface TaggedResource {
  tags: Readonly<Record<string, string>>;
  /** Throws while the function is being updated. */
  setTags(tags: Readonly<Record<string, string>>): void;
}

/** The function, event source mapping or code signing configuration that an ARN names; throws as AWS does when it is none. */
export function findTagged(deps: LambdaDeps, context: CallContext, arn: string): TaggedResource {
  const [, , , , , kind = "", name = "", qualifier] = arn.split(":");
  if (kind === "event-source-mapping") {
    const { mappings } = deps.functions;
    const mapping = mappings.get(name);
    if (mapping?.region !== context.region)
      throw notFound(`Event source mapping not found: ${arn}`);
    return { tags: mapping.tags, setTags: (tags) => mappings.setTags(mapping.uuid, tags) };
  }
  if (kind === "code-signing-config") {
    const config = findCodeSigning(deps, arn, context);
    return {
      tags: config.tags,
      setTags: (tags) => deps.codeSigning.save({ ...config, tags }),
    };
  }
  if (kind !== "function") throw notFound(`The local engine has no ${kind}: ${arn}`);
  if (qualifier !== undefined)
    throw invalidParameter(
      "Tags on function aliases and versions are not supported. Please specify a function ARN.",
    );
  const fn = findFunction(deps, context, arn);
  return {
    tags: fn.tags,
    setTags: (tags) => {
      requireSettled(deps, fn);
      deps.functions.save({ ...fn, tags });
    },
  };
}
