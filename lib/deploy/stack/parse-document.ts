import { isCollection, isNode, isScalar, parseDocument, visit, YAMLMap } from "yaml";
import { DeployError } from "../deploy-error";
import { isValues, type Values } from "./template";

/**
 * Reads a YAML or JSON text, CloudFormation's short forms (`!Ref x`, `!GetAtt a.b`) as the long ones. Throws
 * DeployError with the line where the text is broken.
 */
export function parseTemplateText(text: string, file: string): Values {
  // Unknown tags are warnings; those that mean something are taken below.
  const document = parseDocument(text, { merge: true, logLevel: "silent" });
  const [error] = document.errors;
  if (error) throw new DeployError(`${file}: ${error.message}`, { cause: error });
  visit(document, {
    Node(_, node) {
      const tag = isNode(node) && (isScalar(node) || isCollection(node)) ? node.tag : undefined;
      if (!tag?.startsWith("!") || tag.startsWith("!!") || !isNode(node)) return undefined;
      node.tag = undefined;
      // `!Sub 2024` is a text, whatever it looks like.
      if (isScalar(node) && typeof node.source === "string") node.value = node.source;
      const name = tag.slice(1);
      const long = new YAMLMap();
      long.set(name === "Ref" || name === "Condition" ? name : `Fn::${name}`, node);
      return long;
    },
  });
  keepKeys(document.contents);
  const value: unknown = document.toJS({ maxAliasCount: 1000 });
  if (!isValues(value)) throw new DeployError(`${file} is not a template: it has no sections.`);
  return value;
}

/** An account number as a key must be found by its text, zeros in front and all. */
function keepKeys(contents: unknown): void {
  if (!isNode(contents)) return;
  visit(contents, {
    Map(_, node) {
      for (const { key } of node.items)
        if (isScalar(key) && typeof key.value === "number") key.value = key.source ?? key.value;
    },
  });
}
