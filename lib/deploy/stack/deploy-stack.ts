import { DeployError } from "../deploy-error";
import { type Cloud, isNotImitated, unknownId } from "./cloud";
import { fillReferences } from "./dynamic-references";
import type { Kind, Step } from "./kind";
import { kinds, whySkipped } from "./kinds/kinds";
import { orderResources } from "./order-resources";
import type { StackChange, StackReport } from "./report";
import { type Facts, holds, resolveValue, type Scope, UnknownValue } from "./resolve-value";
import { asValues, type Resource, type Template, type Values } from "./template";

/** Finds out what deploying a template would do, without doing it. */
export function planStack(template: Template, cloud: Cloud): Promise<StackReport> {
  return walk(template, cloud, { apply: false });
}

/**
 * Makes what a template says and changes what differs from it; what is as wanted is left alone, and so is what the
 * endpoint does not have. Goes on after a failure, so that one report names all. Nothing is deleted.
 */
export function deployStack(template: Template, cloud: Cloud): Promise<StackReport> {
  return walk(template, cloud, { apply: true });
}

async function walk(
  template: Template,
  cloud: Cloud,
  { apply }: { apply: boolean },
): Promise<StackReport> {
  const notes = new Set(template.notes);
  const changes: StackChange[] = [];
  const known = new Map<string, Facts>();
  const unusable = new Map<string, string>();
  const names = new Map<string, string>();
  const scope: Scope = {
    parameters: template.parameters,
    mappings: template.mappings,
    conditions: template.conditions,
    pseudo: pseudoParameters(template, cloud),
    factsOf(logicalId) {
      const id = madeBySam(template, logicalId);
      const resource = template.resources[id];
      if (!resource)
        return isMadeRole(template, id)
          ? factsOfRole(`${template.stackName}-${id}`, cloud)
          : undefined;
      const why = unusable.get(id);
      if (why !== undefined) throw new UnknownValue(`${id} is not there: ${why}`);
      const facts = known.get(id) ?? predicted(id, resource);
      // Only a circle leads to what comes later, and an id cannot be known beforehand.
      if (!known.has(id) && facts.ref === unknownId)
        throw new UnknownValue(`it and ${id} need each other`);
      return facts;
    },
  };
  const nameOf = (id: string, resource: Resource, kind: Kind | undefined): string => {
    const found = names.get(id);
    if (found !== undefined) return found;
    const given = kind?.nameProperty ? resource.properties[kind.nameProperty] : undefined;
    const resolved = given === undefined ? undefined : resolveValue(given, scope);
    const name =
      resolved !== undefined
        ? String(resolved)
        : (kind?.defaultName?.(template.stackName, id, resource.properties) ??
          `${template.stackName}-${id}`.slice(0, 64));
    names.set(id, name);
    return name;
  };
  const predicting = new Set<string>();
  const predicted = (id: string, resource: Resource): Facts => {
    const kind = kinds.get(resource.type);
    const name = nameOf(id, resource, kind);
    if (resource.type === "AWS::IAM::Role") return factsOfRole(name, cloud);
    if (!kind) throw new UnknownValue(`${name} is skipped: ${whySkipped(resource.type)}`);
    if (predicting.has(id)) throw new UnknownValue(`${id} needs itself`);
    predicting.add(id);
    try {
      return kind.predict(name, cloud, resolvable(resource.properties, scope));
    } finally {
      predicting.delete(id);
    }
  };
  const changedParts = new Set<string>();
  const taken = new Set<string>();

  for (const id of orderResources(template.resources)) {
    const resource = template.resources[id];
    if (!resource) continue;
    const { type } = resource;
    const report = (change: Omit<StackChange, "logicalId" | "type">) =>
      changes.push({ logicalId: id, type, ...change });
    const kind = kinds.get(type);
    try {
      if (resource.condition !== undefined && !holds(resource.condition, scope)) {
        unusable.set(id, `its condition ${resource.condition} does not hold`);
        continue;
      }
      if (!kind) {
        const { why } = resource.properties;
        report({ action: "skip", reason: typeof why === "string" ? why : whySkipped(type) });
        continue;
      }
      const properties = await settle(id, resource, kind, { scope, notes, cloud, isPlan: !apply });
      const given = kind.nameProperty && properties[kind.nameProperty];
      if (given !== undefined) names.set(id, String(given));
      const name = nameOf(id, resource, kind);
      const step = await kind.plan(
        {
          logicalId: id,
          stackName: template.stackName,
          name,
          properties,
          metadata: resource.metadata,
          templateFolder: template.folder,
          isChanged: (part) => changedParts.has(part),
          taken,
          note: (sentence) => notes.add(sentence),
        },
        cloud,
      );
      const facts = await factsAfter(step, () => predicted(id, resource), apply);
      known.set(id, facts);
      if (step.part !== undefined && step.action !== "keep") changedParts.add(step.part);
      const { Arn } = facts.attributes;
      report({
        ...(kind.nameProperty ? { name } : {}),
        ...(Arn ? { arn: Arn } : {}),
        ...(facts.address && apply ? { address: facts.address } : {}),
        action: step.action,
        ...(step.action === "update" ? { changes: step.changes } : {}),
      });
    } catch (error) {
      const change = refusal(error);
      unusable.set(id, change.reason);
      report(change);
    }
  }
  return {
    source: template.file,
    stackName: template.stackName,
    changes,
    outputs: await outputsOf(template, scope, cloud, notes),
    notes: [...notes],
  };
}

/** `Function.Alias` and `Function.Version` are what AutoPublishAlias makes, `Api.Stage` and `Api.Deployment` an API's. */
function madeBySam({ resources }: Template, logicalId: string): string {
  const [id = "", made] = logicalId.split(".");
  if (made !== "Stage" && made !== "Deployment") return id;
  const found = Object.entries(resources).find(
    ([, { type, properties }]) =>
      type.startsWith("AWS::ApiGateway") &&
      type.endsWith(`::${made}`) &&
      [properties.RestApiId, properties.ApiId].some((api) => asValues(api).Ref === id),
  );
  return found?.[0] ?? id;
}

async function factsAfter(step: Step, predict: () => Facts, apply: boolean): Promise<Facts> {
  const made = apply && step.action !== "keep" ? await step.apply() : undefined;
  return made ?? step.facts ?? predict();
}

interface Settling {
  scope: Scope;
  notes: Set<string>;
  cloud: Cloud;
  isPlan: boolean;
}

/** A resource's properties resolved. A variable that cannot be known is left out with a note; all else must be known. */
async function settle(
  id: string,
  resource: Resource,
  kind: Kind,
  { scope, notes, cloud, isPlan }: Settling,
): Promise<Values> {
  const properties = resource.properties;
  for (const name of Object.keys(properties))
    if (!kind.takes.includes(name)) notes.add(`${id}.${name} is not carried over.`);
  const taken = Object.fromEntries(
    Object.entries(properties).filter(([name]) => kind.takes.includes(name)),
  );
  const fill = (value: unknown) => fillReferences(value, cloud, { isPlan });
  if (resource.type !== "AWS::Lambda::Function")
    return (await fill(resolved(taken, scope))) as Values;
  const { Environment, ...others } = taken;
  const { Variables = {} } = (Environment ?? {}) as { Variables?: Values };
  const leaveOut = (name: string, why: string) =>
    notes.add(`${id}: the variable ${name} is not set, since ${why}.`);
  const variables: Values = {};
  for (const [name, value] of Object.entries(resolvable(Variables, scope, leaveOut)))
    try {
      const filled = await fill(value);
      variables[name] = typeof filled === "string" ? cloud.apiAddresses.called(filled) : filled;
    } catch (error) {
      if (!(error instanceof UnknownValue)) throw error;
      leaveOut(name, error.message);
    }
  return {
    ...((await fill(resolved(others, scope))) as Values),
    Environment: { Variables: variables },
  };
}

function resolved(properties: Values, scope: Scope): Values {
  return resolveValue(properties, scope) as Values;
}

/** The members of a map that can be known. */
function resolvable(
  values: Values,
  scope: Scope,
  leaveOut: (name: string, why: string) => void = () => undefined,
): Values {
  const known: Values = {};
  for (const [name, value] of Object.entries(values))
    try {
      known[name] = resolveValue(value, scope);
    } catch (error) {
      if (!(error instanceof UnknownValue)) throw error;
      leaveOut(name, error.message);
    }
  return known;
}

function refusal(error: unknown): { action: "skip" | "fail"; reason: string } {
  const { name, message } = error as Error;
  if (error instanceof UnknownValue) return { action: "skip", reason: message };
  if (isNotImitated(error))
    return { action: "skip", reason: `the endpoint does not do it: ${message}` };
  if (error instanceof DeployError) return { action: "fail", reason: message };
  // Nothing else will do better where nothing answers.
  if ((error as { code?: string }).code === "ECONNREFUSED") throw error;
  return { action: "fail", reason: `${name}: ${message}` };
}

function pseudoParameters({ stackName }: Template, { region, accountId }: Cloud): Values {
  return {
    "AWS::Region": region,
    "AWS::AccountId": accountId,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": stackName,
    "AWS::StackId": `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/local`,
    "AWS::NotificationARNs": [],
  };
}

/** A role that AWS's transform makes for a function or a state machine, or the Serverless Framework for all. */
function isMadeRole({ resources }: Template, id: string): boolean {
  const owner = resources[id.replace(/Role$/, "")];
  return (
    id === "IamRoleLambdaExecution" ||
    owner?.type === "AWS::Lambda::Function" ||
    owner?.type === "AWS::StepFunctions::StateMachine"
  );
}

/** Enough for what only names a role. */
function factsOfRole(name: string, { accountId }: Cloud): Facts {
  const Arn = `arn:aws:iam::${accountId}:role/${name}`;
  return { ref: name, attributes: { Arn, RoleId: name } };
}

async function outputsOf(
  template: Template,
  scope: Scope,
  cloud: Cloud,
  notes: Set<string>,
): Promise<Record<string, string>> {
  const outputs: Record<string, string> = {};
  for (const [name, output] of Object.entries(template.outputs)) {
    const { Value, Condition } = output as { Value?: unknown; Condition?: string };
    try {
      if (Condition === undefined || holds(Condition, scope))
        outputs[name] = cloud.apiAddresses.shown(
          String(await fillReferences(resolveValue(Value, scope), cloud, { isPlan: true })),
        );
    } catch (error) {
      if (!(error instanceof UnknownValue)) throw error;
      notes.add(`The output ${name} is left out: ${error.message}.`);
    }
  }
  return outputs;
}
