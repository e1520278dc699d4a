import { expect, test } from "vitest";
import { keyName } from "./use-keys";

const press = (key: string, held: string[] = []) =>
  keyName({
    key,
    metaKey: held.includes("meta"),
    ctrlKey: held.includes("ctrl"),
    altKey: held.includes("alt"),
    shiftKey: held.includes("shift"),
  });

test.each([
  [press("j"), "j"],
  [press("X", ["shift"]), "shift+x"],
  [press("?", ["shift"]), "?"],
  [press("k", ["meta"]), "mod+k"],
  [press("Enter", ["ctrl"]), "mod+enter"],
  [press("Z", ["meta", "shift"]), "mod+shift+z"],
  [press(" "), "space"],
  [press("ArrowDown"), "arrowdown"],
])("%s", (name, expected) => expect(name).toBe(expected));
