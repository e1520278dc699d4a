/** What a mapping template may name. */
export interface TemplateSource {
  body: string;
  /** `$input.params(name)`: of the path, then the query, then the headers. */
  parameter(name: string): string | undefined;
  context(name: string): string | undefined;
  stageVariables: Readonly<Record<string, string>>;
}

const directive =
  /#(set|if|elseif|else|foreach|end|macro|define|parse|include|evaluate|stop|break)\b/;
const roots = /\$!?\{?(\w+)/g;
const known = ["input", "context", "stageVariables", "util"];

/** Throws what `refuse` makes of a template that the engine cannot fill in. */
export function checkTemplate(template: string, refuse: (message: string) => Error): void {
  const found = directive.exec(template);
  if (found)
    throw refuse(
      `The local engine does not support the directive #${found[1]} in mapping templates: it fills in $input, $context, $stageVariables and $util only.`,
    );
  for (const [, root = ""] of template.replaceAll(/'[^']*'/g, "").matchAll(roots))
    if (!known.includes(root) && !/^\d/.test(root))
      throw refuse(
        `The local engine does not support $${root} in mapping templates: it fills in $input, $context, $stageVariables and $util only.`,
      );
}

/** A template with its expressions filled in; a comment ends its line. */
export function fillTemplate(template: string, source: TemplateSource): string {
  const text = template.replaceAll(/##[^\n]*/g, "");
  let filled = "";
  let at = 0;
  while (at < text.length) {
    const reader = new ExpressionReader(text, at, source);
    const value = text[at] === "$" ? reader.read() : undefined;
    if (value === undefined) filled += text[at++] ?? "";
    else {
      filled += shown(value.value);
      at = reader.at;
    }
  }
  return filled;
}

type Scope = "input" | "context" | "stageVariables" | "util";

/** Reads one expression: `$input.json('$.a')`, `$util.escapeJavaScript($input.body)`, `${context.stage}`. */
class ExpressionReader {
  constructor(
    private readonly text: string,
    public at: number,
    private readonly source: TemplateSource,
  ) {}

  read(): { value: unknown } | undefined {
    const [start, open = "", scope] =
      /^\$!?(\{)?(input|context|stageVariables|util)\b/.exec(
        this.text.slice(this.at, this.at + 24),
      ) ?? [];
    if (start === undefined || scope === undefined) return undefined;
    this.at += start.length;
    const value = this.#valueIn(scope as Scope);
    if (open !== "" && this.text[this.at] === "}") this.at++;
    return { value };
  }

  #valueIn(scope: Scope): unknown {
    if (scope === "context") return this.source.context(this.#names().join("."));
    if (scope === "stageVariables") {
      const [name = ""] = this.#names();
      return Object.hasOwn(this.source.stageVariables, name)
        ? this.source.stageVariables[name]
        : undefined;
    }
    const [name = ""] = this.#names(1);
    if (scope === "input" && name === "body") return this.source.body;
    const [argument] = this.#arguments();
    return scope === "input" ? this.#input(name, argument) : useful(name, shown(argument));
  }

  #input(name: string, argument: unknown): unknown {
    if (name === "params") return this.source.parameter(shown(argument));
    const value = atPath(parsed(this.source.body), shown(argument));
    if (name === "json") return value === undefined ? '""' : JSON.stringify(value);
    if (name === "path") return value;
    return undefined;
  }

  /** `.name` and `['name']`, as many as there are. */
  #names(most = Infinity): string[] {
    const names: string[] = [];
    while (names.length < most) {
      const [whole, plain, quoted] =
        /^(?:\.([A-Za-z_]\w*)|\[['"]([^'"]+)['"]\])/.exec(this.text.slice(this.at)) ?? [];
      const name = plain ?? quoted;
      if (whole === undefined || name === undefined) break;
      this.at += whole.length;
      names.push(name);
    }
    return names;
  }

  #arguments(): unknown[] {
    if (this.text[this.at] !== "(") return [];
    this.at++;
    const values: unknown[] = [];
    while (this.at < this.text.length && this.text[this.at] !== ")") {
      const [whole, single, double] =
        /^\s*(?:'([^']*)'|"([^"]*)")\s*,?\s*/.exec(this.text.slice(this.at)) ?? [];
      if (whole !== undefined) {
        this.at += whole.length;
        values.push(single ?? double);
        continue;
      }
      const inner = this.read();
      if (inner) values.push(inner.value);
      else this.at++;
    }
    this.at++;
    return values;
  }
}

function useful(name: string, text: string): unknown {
  switch (name) {
    case "escapeJavaScript":
      return JSON.stringify(text)
        .slice(1, -1)
        .replaceAll("'", String.raw`\'`)
        .replaceAll("/", String.raw`\/`);
    case "urlEncode":
      return encodeURIComponent(text).replaceAll("%20", "+");
    case "urlDecode":
      return safely(() => decodeURIComponent(text.replaceAll("+", " ")));
    case "base64Encode":
      return Buffer.from(text).toString("base64");
    case "base64Decode":
      return Buffer.from(text, "base64").toString("utf8");
    case "parseJson":
      return parsed(text);
    default:
      return undefined;
  }
}

const parsed = (text: string): unknown => safely(() => JSON.parse(text) as unknown);

function safely<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** The value at a JSON path: `$`, `$.a.b`, `$.list[0]`, `$['a b']`. */
function atPath(value: unknown, path: string): unknown {
  let at = value;
  for (const [, plain, index, quoted] of path
    .replace(/^\$/, "")
    .matchAll(/\.([\w-]+)|\[(\d+)\]|\[['"]([^'"]+)['"]\]/g)) {
    const name = plain ?? index ?? quoted ?? "";
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}

const shown = (value: unknown): string =>
  value === undefined || value === null
    ? ""
    : typeof value === "string"
      ? value
      : JSON.stringify(value);
