import { Cursor } from "./cursor.ts";
import { readExpression, readGiven, readReference } from "./read-expression.ts";
import { type Macro, type Node, type Template, TemplateError } from "./template.ts";

const names = "set|if|elseif|else|end|foreach|break|stop|define|macro|parse|include|evaluate";
const directive = new RegExp(`#(?:\\{(${names})\\}|(${names})\\b)`, "y");
/** AWS's quota. */
const longest = 300 * 1024;
/** A directive that ends its line takes the line's end with it. */
const restOfLine = /[ \t]*(?:\r\n|\n|\r)/y;

/** Reads a template; throws TemplateError where it is none. */
export function readTemplate(text: string): Template {
  if (text.length > longest) throw new TemplateError("it is longer than 300 KB");
  try {
    const reader = new TemplateReader(text, new Map());
    const nodes = reader.readAll();
    const { methods, firstSteps } = reader.cursor;
    return { nodes, macros: reader.macros, methods, firstSteps };
  } catch (error) {
    if (!(error instanceof TemplateError) || error.at === undefined) throw error;
    const line = text.slice(0, error.at).split("\n").length;
    throw new TemplateError(`${error.message} in line ${line}`);
  }
}

/** `#set` takes the blanks before it with it where it stands alone in its line. */
function withoutIndent(text: string, before: Node | undefined): string {
  const isFirst = before?.kind !== "reference" && before?.kind !== "text";
  return isFirst && /^[ \t]+$/.test(text) ? "" : text.replace(/\n[ \t]+$/, "\n");
}

/** One pass over the text, by hand; blocks end at `#end`, `#else` or `#elseif`. */
class TemplateReader {
  readonly cursor: Cursor;
  /** Behind these no comment and no literal text ends: a sign that begins one means itself. */
  readonly #lastComment: number;
  readonly #lastLiteral: number;

  constructor(
    text: string,
    readonly macros: Map<string, Macro>,
  ) {
    this.cursor = new Cursor(text, (inner) => {
      const reader = new TemplateReader(inner, macros);
      const nodes = reader.readAll();
      for (const name of reader.cursor.methods) this.cursor.methods.add(name);
      for (const [name, steps] of reader.cursor.firstSteps) {
        const known = this.cursor.firstSteps.get(name);
        this.cursor.firstSteps.set(name, new Set([...(known ?? []), ...steps]));
      }
      return nodes;
    });
    this.#lastComment = text.lastIndexOf("*#");
    this.#lastLiteral = text.lastIndexOf("]]#");
    // Macros may be called before they are defined.
    for (const [, name = ""] of text.matchAll(/#\{?macro\}?\s*\(\s*(\w[\w-]*)/g))
      if (!macros.has(name)) macros.set(name, { parameters: [], body: [] });
  }

  readAll(): readonly Node[] {
    const { nodes, end } = this.#block();
    if (end !== undefined) throw this.cursor.wrong(`#${end} ends nothing`);
    return nodes;
  }

  /** Nodes up to a directive that ends a block, and which one that is. */
  #block(): { nodes: Node[]; end?: "end" | "else" | "elseif" } {
    return this.cursor.nested(() => {
      const { cursor } = this;
      const nodes: Node[] = [];
      let text = "";
      const flush = () => {
        if (text !== "") nodes.push({ kind: "text", text });
        text = "";
      };
      while (!cursor.isAtEnd) {
        text += cursor.match(/[^$#\\]+/y)?.[0] ?? "";
        if (cursor.isAtEnd) break;
        const plain = this.#plain();
        if (plain !== undefined) {
          text += plain;
          continue;
        }
        const reference = readReference(cursor);
        if (reference) {
          flush();
          nodes.push({ kind: "reference", reference });
          continue;
        }
        const [, braced, bare] = cursor.match(directive) ?? [];
        const found = braced ?? bare;
        if (found === "end" || found === "else" || found === "elseif") {
          flush();
          if (found === "end") cursor.match(restOfLine);
          return { nodes, end: found };
        }
        const node = found === undefined ? this.#macroCall() : this.#directive(found);
        if (node === undefined && found === undefined) {
          text += cursor.text[cursor.at] ?? "";
          cursor.at += 1;
          continue;
        }
        if (found === "set") text = withoutIndent(text, nodes.at(-1));
        flush();
        if (node) nodes.push(node);
      }
      flush();
      return { nodes };
    });
  }

  /** Comments, text between `#[[` and `]]#`, and signs behind a backslash; undefined where none of them begins. */
  #plain(): string | undefined {
    const { cursor } = this;
    if (cursor.match(/##[^\r\n]*(?:\r\n|\n|\r)?/y)) return "";
    if (cursor.at < this.#lastComment && cursor.match(/#\*[^]*?\*#/y)) return "";
    const literal = cursor.at < this.#lastLiteral ? cursor.match(/#\[\[([^]*?)\]\]#/y) : undefined;
    if (literal) return literal[1];
    const slashes = cursor.match(/\\+/y)?.[0];
    if (slashes === undefined) return undefined;
    const start = cursor.at;
    const isSign = cursor.text[start] === "$" ? readReference(cursor) : cursor.match(directive);
    const sign = cursor.text.slice(start, cursor.at);
    if (!isSign) return slashes;
    if (slashes.length % 2 === 0) cursor.at = start;
    const kept = slashes.slice(0, Math.floor(slashes.length / 2));
    return slashes.length % 2 === 0 ? kept : kept + sign;
  }

  #directive(name: string): Node | undefined {
    const { cursor } = this;
    if (name === "break" || name === "stop") {
      cursor.match(restOfLine);
      return { kind: name };
    }
    if (name === "parse" || name === "include" || name === "evaluate")
      throw new TemplateError(`the directive #${name} is not supported`);
    cursor.match(/[ \t]*/y);
    cursor.expect("(");
    if (name === "set") return this.#set();
    if (name === "if") return this.#if();
    if (name === "foreach") return this.#foreach();
    if (name === "define") {
      const variable = this.#variable();
      this.#closed();
      return { kind: "define", name: variable, body: this.#body() };
    }
    this.#macro();
    return undefined;
  }

  #set(): Node {
    const { cursor } = this;
    cursor.blanks();
    const target = readReference(cursor);
    if (!target) throw cursor.wrong("#set needs a variable");
    cursor.expect("=");
    const value = readExpression(cursor);
    this.#closed();
    return { kind: "set", target, value };
  }

  #if(): Node {
    const branches = [];
    let otherwise: readonly Node[] = [];
    for (;;) {
      const test = readExpression(this.cursor);
      this.#closed();
      let { nodes, end } = this.#block();
      branches.push({ test, body: nodes });
      if (end === "else") {
        ({ nodes, end } = this.#block());
        otherwise = nodes;
        if (end !== "end") throw this.cursor.wrong("#else needs its #end");
      }
      if (end === undefined) throw this.cursor.wrong("#if has no #end");
      if (end === "end") return { kind: "if", branches, otherwise };
      this.cursor.match(/[ \t]*/y);
      this.cursor.expect("(");
    }
  }

  #foreach(): Node {
    const { cursor } = this;
    const name = this.#variable();
    cursor.blanks();
    if (!cursor.match(/in\b/y)) throw cursor.wrong("#foreach needs 'in'");
    const list = readExpression(cursor);
    this.#closed();
    return { kind: "foreach", name, list, body: this.#body() };
  }

  #macro(): void {
    const { cursor } = this;
    cursor.blanks();
    const name = cursor.match(/\w[\w-]*/y)?.[0];
    if (name === undefined) throw cursor.wrong("#macro needs a name");
    const parameters: string[] = [];
    for (;;) {
      cursor.match(/[\s,]+/y);
      if (cursor.text[cursor.at] === ")") break;
      parameters.push(this.#variable());
    }
    this.#closed();
    this.macros.set(name, { parameters, body: this.#body() });
  }

  #macroCall(): Node | undefined {
    const { cursor } = this;
    const start = cursor.at;
    const name = cursor.match(/#\{?(\w[\w-]*)\}?\(/y)?.[1];
    if (name === undefined || !this.macros.has(name)) {
      cursor.at = start;
      return undefined;
    }
    return { kind: "call", name, given: readGiven(cursor) };
  }

  #variable(): string {
    this.cursor.blanks();
    const reference = readReference(this.cursor);
    if (!reference || reference.steps.length > 0)
      throw this.cursor.wrong("a variable was expected");
    return reference.name;
  }

  #closed(): void {
    this.cursor.expect(")");
    this.cursor.match(restOfLine);
  }

  #body(): readonly Node[] {
    const { nodes, end } = this.#block();
    if (end !== "end") throw this.cursor.wrong("a block has no #end");
    return nodes;
  }
}
