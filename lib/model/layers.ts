/** Rules and words for the layers of a function: ARNs of layer versions, later ones over earlier ones. */

export const layerLimit = 5;

/** A layer with its newest version, as one can be chosen. */
export interface LayerChoice {
  name: string;
  /** The newest version. */
  arn: string;
  description: string;
  /** Empty: its maker did not say. */
  runtimes: string[];
  architectures: string[];
}

/** `name:version`; the ARN itself where it has another form. */
export function layerLabel(arn: string): string {
  return arn.split(":layer:")[1] ?? arn;
}

/** The layer an ARN of a version belongs to. */
export function layerOf(versionArn: string): string {
  return versionArn.slice(0, versionArn.lastIndexOf(":"));
}

/** Why these cannot be a function's layers, or undefined. */
export function layersProblem(arns: readonly string[]): string | undefined {
  if (arns.length > layerLimit) return `A function has at most ${layerLimit} layers.`;
  const odd = arns.find(
    (arn) => !/^arn:aws[a-z-]*:lambda:[a-z0-9-]*:\d{12}:layer:[\w-]+:\d+$/.test(arn),
  );
  if (odd !== undefined)
    return `${odd} is no ARN of a layer version, like arn:aws:lambda:us-east-1:123456789012:layer:name:1.`;
  const twice = arns.find((arn, at) => arns.findIndex((one) => layerOf(one) === layerOf(arn)) < at);
  return twice && `A function uses one version of a layer: ${layerLabel(twice)} is a second one.`;
}

/** The list with one entry moved by `step` places. */
export function moved(arns: readonly string[], at: number, step: 1 | -1): string[] {
  const result = [...arns];
  const [one] = result.splice(at, 1);
  if (one !== undefined) result.splice(at + step, 0, one);
  return result;
}
