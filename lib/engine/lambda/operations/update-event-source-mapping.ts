import type {
  EventSourceMappingConfiguration,
  UpdateEventSourceMappingRequest,
} from "@aws-sdk/client-lambda";
import type { CallContext } from "../../http/service.ts";
import type { MappingState } from "../event-source-mapping.ts";
import type { LambdaDeps } from "../lambda-deps.ts";
import {
  applyMappingSettings,
  checkMappingTarget,
  describeMapping,
  findMapping,
} from "../mapping-rules.ts";

export function updateEventSourceMapping(
  deps: LambdaDeps,
  input: UpdateEventSourceMappingRequest,
  context: CallContext,
): EventSourceMappingConfiguration {
  const before = findMapping(deps, context, input.UUID ?? "", "update");
  const { maximumConcurrency: _previous, provisionedPollers: _older, ...kept } = before;
  const sourceArn = before.eventSourceArn;
  const settings = applyMappingSettings(deps, before, input, sourceArn);
  const functionArn = checkMappingTarget(
    deps,
    context,
    input.FunctionName ?? before.functionArn,
    sourceArn,
  );
  const enabled = input.Enabled ?? before.state === "Enabled";
  const mapping = deps.functions.mappings.move(
    {
      ...kept,
      ...settings,
      functionArn,
      state: movingState(before.state === "Enabled", enabled),
      stateReason: "USER_INITIATED",
      lastModifiedMs: deps.clock.now(),
    },
    enabled ? "Enabled" : "Disabled",
  );
  return describeMapping(mapping, context.accountId);
}

function movingState(wasEnabled: boolean, enabled: boolean): MappingState {
  if (wasEnabled === enabled) return "Updating";
  return enabled ? "Enabling" : "Disabling";
}
