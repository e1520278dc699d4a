import { randomUUID } from "node:crypto";
import type * as api from "@aws-sdk/client-sfn";
import type { Clock } from "../../clock.ts";
import { pageOf } from "../../http/page-of.ts";
import { refuseFields } from "../../http/refuse-fields.ts";
import { type CallContext, ServiceError } from "../../http/service.ts";
import {
  invalidArn,
  invalidName,
  invalidToken,
  noExecution,
  noMachine,
  validation,
} from "../errors.ts";
import type { StateMachine } from "../execution/execution.ts";
import type { ExecutionStore } from "../execution/execution-store.ts";
import { machineArnOf } from "../execution/executions.ts";
import { readDefinition } from "../language/read-definition.ts";
import { variableReferences } from "../language/variable-references.ts";
import { checkTags } from "../tags.ts";
import { definitionError } from "./definition-error.ts";
import { publish } from "./publish-version.ts";

/** Making, changing and listing state machines. */
export function machineOperations(store: ExecutionStore, clock: Clock) {
  const published = (
    machine: StateMachine,
    { publish: isAsked, versionDescription }: Publishing,
  ): { stateMachineVersionArn?: string } => {
    if (!isAsked) return {};
    const asked = versionDescription === undefined ? {} : { description: versionDescription };
    return { stateMachineVersionArn: publish(store, machine, asked, clock.now()).arn };
  };

  return {
    CreateStateMachine(
      input: api.CreateStateMachineInput,
      context: CallContext,
    ): api.CreateStateMachineOutput {
      refuse(input);
      const { name = "", definition = "", roleArn = "", type = "STANDARD" } = input;
      checkPublish(input);
      checkName(name);
      checkDefinition(definition);
      checkRole(roleArn);
      const arn = machineArnOf(name, context);
      const before = store.machines.get(arn);
      const logging = checkLogging(input.loggingConfiguration);
      const tracing = input.tracingConfiguration?.enabled ?? false;
      if (before) {
        const isSame =
          before.definition === definition &&
          before.roleArn === roleArn &&
          before.type === type &&
          before.tracing === tracing;
        if (isSame)
          return {
            stateMachineArn: arn,
            creationDate: new Date(before.createdMs),
            ...published(before, input),
          };
        throw new ServiceError(
          "StateMachineAlreadyExists",
          `State Machine Already Exists: '${arn}'`,
          400,
        );
      }
      const nowMs = clock.now();
      const machine: StateMachine = {
        region: context.region,
        arn,
        name,
        type,
        definition,
        roleArn,
        createdMs: nowMs,
        updatedMs: nowMs,
        revisionId: randomUUID(),
        tags: checkTags(input.tags ?? []),
        ...(logging && { logging }),
        tracing,
      };
      store.machines.set(arn, machine);
      return {
        stateMachineArn: arn,
        creationDate: new Date(nowMs),
        ...published(machine, input),
      };
    },

    UpdateStateMachine(input: api.UpdateStateMachineInput): api.UpdateStateMachineOutput {
      refuse(input);
      const before = findMachine(store, input.stateMachineArn);
      const { definition, roleArn, tracingConfiguration: tracing } = input;
      checkPublish(input);
      const logging = checkLogging(input.loggingConfiguration);
      if (!definition && !roleArn && !logging && !tracing && !input.publish)
        throw new ServiceError(
          "MissingRequiredParameter",
          "Either the definition, the role ARN, the LoggingConfiguration, the TracingConfiguration or the EncryptionConfiguration must be specified",
          400,
        );
      if (definition !== undefined) checkDefinition(definition);
      if (roleArn !== undefined) checkRole(roleArn);
      const machine: StateMachine = {
        ...before,
        definition: definition ?? before.definition,
        roleArn: roleArn ?? before.roleArn,
        ...(logging && { logging }),
        tracing: tracing?.enabled ?? before.tracing,
        updatedMs: clock.now(),
        revisionId: randomUUID(),
      };
      store.machines.set(machine.arn, machine);
      return {
        updateDate: new Date(machine.updatedMs),
        revisionId: machine.revisionId,
        ...published(machine, input),
      };
    },

    DeleteStateMachine(input: api.DeleteStateMachineInput): object {
      // What runs goes on to its end; deleting what is not there is no error.
      const arn = checkArn(input.stateMachineArn);
      for (const alias of store.aliasesOf(arn)) store.aliases.delete(alias.arn);
      for (const version of store.versionsOf(arn)) store.versions.delete(version.arn);
      store.machines.delete(arn);
      return {};
    },

    DescribeStateMachine(input: api.DescribeStateMachineInput): api.DescribeStateMachineOutput {
      const version = store.versions.get(checkArn(input.stateMachineArn));
      const machine = version?.machine ?? findMachine(store, input.stateMachineArn);
      return {
        ...described(machine, input.includedData),
        ...(version && { stateMachineArn: version.arn }),
        ...(version?.description !== undefined && { description: version.description }),
        type: machine.type,
        creationDate: new Date((version ?? machine).createdMs),
        status: "ACTIVE",
      };
    },

    DescribeStateMachineForExecution(
      input: api.DescribeStateMachineForExecutionInput,
    ): api.DescribeStateMachineForExecutionOutput {
      const arn = checkArn(input.executionArn, "execution");
      const execution = store.find(arn);
      if (!execution) throw noExecution(arn);
      const { machine, mapRunArn } = execution;
      return {
        ...described(machine, input.includedData),
        ...(mapRunArn !== undefined && {
          mapRunArn,
          label: machine.name.slice(machine.name.indexOf("/") + 1),
        }),
        updateDate: new Date(machine.updatedMs),
      };
    },

    ListStateMachines(
      input: api.ListStateMachinesInput,
      { region }: CallContext,
    ): api.ListStateMachinesOutput {
      const all = [...store.machines.values()]
        .filter((machine) => machine.region === region)
        .sort((one, other) => (one.name < other.name ? -1 : 1));
      const { items, nextToken } = pageOf(all, ({ arn }) => arn, {
        token: input.nextToken,
        size: input.maxResults || 100,
        invalidToken: badToken,
      });
      return {
        stateMachines: items.map(({ arn, name, type, createdMs }) => ({
          stateMachineArn: arn,
          name,
          type,
          creationDate: new Date(createdMs),
        })),
        ...(nextToken !== undefined && { nextToken }),
      };
    },

    ValidateStateMachineDefinition(
      input: api.ValidateStateMachineDefinitionInput,
    ): api.ValidateStateMachineDefinitionOutput {
      const { diagnostics } = readDefinition(input.definition ?? "");
      const most = input.maxResults || 100;
      return {
        result: diagnostics.length > 0 ? "FAIL" : "OK",
        diagnostics: diagnostics.slice(0, most).map((one) => ({ severity: "ERROR", ...one })),
        truncated: diagnostics.length > most,
      };
    },
  };
}

export const badToken = () => invalidToken("Invalid Token: 'Invalid token'");

/** Throws StateMachineDoesNotExist, or InvalidArn. */
export function findMachine(store: ExecutionStore, arn: string | undefined): StateMachine {
  const machine = store.machines.get(checkArn(arn));
  if (!machine) throw noMachine(arn ?? "");
  return machine;
}

/** Throws InvalidArn. */
export function checkArn(arn = "", kind = "stateMachine"): string {
  if (new RegExp(`^arn:aws[a-z-]*:states:[a-z0-9-]+:\\d{12}:${kind}:\\S+$`).test(arn)) return arn;
  throw invalidArn(
    arn.startsWith("arn:")
      ? `Invalid Arn: 'Resource type not valid in this context: ${arn.split(":")[5] ?? ""}'`
      : `Invalid Arn: 'Invalid ARN prefix: ${arn}'`,
  );
}

/** Names of machines and executions. Throws InvalidName. */
export function checkName(name: string): void {
  if (!/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u.test(name))
    throw invalidName(`Invalid Name: '${name}'`);
}

function refuse(input: object): void {
  refuseFields("ValidationException", input, {
    encryptionConfiguration: "nothing is encrypted.",
  });
}

type Publishing = Pick<api.CreateStateMachineInput, "publish" | "versionDescription">;

function checkPublish({ publish: isAsked, versionDescription }: Publishing): void {
  if (versionDescription !== undefined && !isAsked)
    throw validation("Version description can only be set when publish is true");
}

function checkDefinition(definition: string): void {
  const { diagnostics } = readDefinition(definition);
  if (diagnostics.length > 0) throw definitionError(diagnostics);
}

function checkRole(arn: string): void {
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(arn))
    throw invalidArn(`Invalid Role Arn: '${arn}'`);
}

function checkLogging(logging: api.LoggingConfiguration | undefined) {
  if (logging?.level !== undefined && logging.level !== "OFF" && !logging.destinations?.length)
    throw validation("A log destination is required when the log level is not OFF.");
  return logging;
}

function referencesOf(definition: string): { variableReferences?: Record<string, string[]> } {
  const { workflow } = readDefinition(definition);
  const found = workflow ? variableReferences(workflow) : {};
  return Object.keys(found).length > 0 ? { variableReferences: found } : {};
}

function described(machine: StateMachine, asked: api.IncludedData | undefined) {
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    definition: asked === "METADATA_ONLY" ? "{}" : machine.definition,
    roleArn: machine.roleArn,
    loggingConfiguration: machine.logging ?? { level: "OFF", includeExecutionData: false },
    tracingConfiguration: { enabled: machine.tracing },
    revisionId: machine.revisionId,
    ...referencesOf(machine.definition),
  } satisfies Partial<api.DescribeStateMachineOutput>;
}
