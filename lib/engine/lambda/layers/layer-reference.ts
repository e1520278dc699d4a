import { ServiceError } from "../../http/service.ts";
import { invalidParameter, notFound } from "../errors.ts";

interface Caller {
  region: string;
  accountId: string;
}

export interface LayerReference {
  region: string;
  accountId: string;
  name: string;
  /** Undefined when the ARN names the layer as a whole. */
  version: number | undefined;
}

const layerArnParts =
  /^arn:[a-zA-Z0-9-]+:lambda:([a-z0-9-]+):(\d{12}):layer:([a-zA-Z0-9-_]+)(?::(\d+))?$/;

/** The ARN of a layer, or of one of its versions. */
export function layerArn({ region, accountId }: Caller, name: string, version?: number): string {
  const arn = `arn:aws:lambda:${region}:${accountId}:layer:${name}`;
  return version === undefined ? arn : `${arn}:${version}`;
}

/** The parts of a layer's ARN; undefined for AWS's own layers, whose ARNs have another form. */
export function parseLayerArn(arn: string): LayerReference | undefined {
  const [, region, accountId, name, version] = layerArnParts.exec(arn) ?? [];
  if (!region || !accountId || !name) return undefined;
  return { region, accountId, name, version: version === undefined ? undefined : Number(version) };
}

/** The name that a LayerName parameter means: a name, or the ARN of a layer of the caller's. */
export function layerNameOf(nameOrArn: string, caller: Caller): string {
  const reference = parseLayerArn(nameOrArn);
  if (!reference) return nameOrArn;
  if (reference.accountId !== caller.accountId) throw foreignLayer(nameOrArn, caller);
  if (reference.region !== caller.region)
    throw notFound(
      `Layers from '${reference.region}' are not reachable in this region ('${caller.region}')`,
    );
  return reference.name;
}

/** Throws AWS's InvalidParameterValueException for a number that no version of a layer can have. */
export function checkLayerVersionNumber(version: number): void {
  if (version < 1) throw invalidParameter("Layer Version Cannot be less than 1");
}

/** What AWS answers when the owner of a layer does not share it; here nobody can. */
export function foreignLayer(arn: string, { accountId }: Caller): ServiceError {
  return new ServiceError(
    "AccessDeniedException",
    `User: arn:aws:iam::${accountId}:root is not authorized to perform: lambda:GetLayerVersion on resource: ${arn} because no resource-based policy allows the lambda:GetLayerVersion action (the local engine knows the layers that were published to it; publish a copy of this one)`,
    403,
  );
}
