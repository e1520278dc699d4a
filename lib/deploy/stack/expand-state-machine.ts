import { expandTimed, localRole, refuseEvent } from "./expand-events";
import { add, type Expansion, noteOthers, pick } from "./expansion";
import { asValues, isValues, type Resource, type Values } from "./template";

const known = [
  "Definition",
  "DefinitionSubstitutions",
  "DefinitionUri",
  "Events",
  "Logging",
  "Name",
  "PropagateTags",
  "Role",
  "Tags",
  "Tracing",
  "Type",
];
const notChecked = ["Policies", "PermissionsBoundary", "RolePath"];
const timed = ["Schedule", "ScheduleV2", "EventBridgeRule", "CloudWatchEvent"];

/** AWS::Serverless::StateMachine as the transform carries it out: the machine, and what starts it. */
export function expandStateMachine(id: string, resource: Resource, expansion: Expansion): void {
  const { properties } = resource;
  noteOthers(id, properties, [...known, ...notChecked], expansion);
  if (properties.Policies !== undefined)
    expansion.notes.push(`${id}.Policies: permissions are not checked here.`);
  add(expansion, resource, id, "AWS::StepFunctions::StateMachine", {
    ...pick(properties, ["Definition", "DefinitionSubstitutions"]),
    ...renamed(properties, {
      Name: "StateMachineName",
      Type: "StateMachineType",
      Role: "RoleArn",
      DefinitionUri: "DefinitionS3Location",
      Logging: "LoggingConfiguration",
      Tracing: "TracingConfiguration",
    }),
    ...(isValues(properties.Tags)
      ? { Tags: Object.entries(properties.Tags).map(([Key, Value]) => ({ Key, Value })) }
      : {}),
  });
  const target = { id, resource, arn: { Ref: id }, role: localRole };
  for (const [name, value] of Object.entries(asValues(properties.Events))) {
    const event = asValues(value);
    const type = String(event.Type);
    if (timed.includes(type)) expandTimed(target, name, event, expansion);
    else
      refuseEvent(
        target,
        name,
        type,
        "an API here calls functions and HTTP addresses, no other services",
        expansion,
      );
  }
}

function renamed(values: Values, names: Readonly<Record<string, string>>): Values {
  return Object.fromEntries(
    Object.entries(names).flatMap(([from, to]) =>
      values[from] === undefined ? [] : [[to, values[from]]],
    ),
  );
}
