import { describe, expect, it } from "vitest";
import { asGzip } from "./gzip-text";
import { asBase64, asText, asUrl, followed, place } from "./json-place";

const order = place("Records", 0, "body", asText, "order", "id", asText);

describe("place", () => {
  it("reads and replaces only what stands there", () => {
    const text = '{ "a" : [ 1, {"b":  12345678901234567890 } ],\n  "c": "}" }';
    expect(place("a", 1, "b").read(text)).toBe("12345678901234567890");
    expect(place("c", asText).write(text, 'x"y')).toBe(
      '{ "a" : [ 1, {"b":  12345678901234567890 } ],\n  "c": "x\\"y" }',
    );
  });

  it("goes through JSON inside of a string", () => {
    const text = JSON.stringify({
      Records: [{ body: '{"big": 9007199254740993, "order": {"id": "1"}}' }],
    });
    expect(order.read(text)).toBe("1");
    expect(JSON.parse(order.write(text, "2"))).toEqual({
      Records: [{ body: '{"big": 9007199254740993, "order": {"id": "2"}}' }],
    });
  });

  it("goes through base64, gzip and the encoding of S3 keys", () => {
    const text = JSON.stringify({
      key: "",
      data: asBase64.encode('{"n":1}'),
      logs: asGzip.encode('{"owner":"1"}'),
    });
    expect(JSON.parse(place("key", asUrl).write(text, "a b/ü(1).jpg"))).toMatchObject({
      key: "a+b/%C3%BC%281%29.jpg",
    });
    expect(place("data", asBase64, "n").read(text)).toBe("1");
    const written = place("logs", asGzip, "owner", asText).write(text, "ä");
    expect(place("logs", asGzip).read(written)).toBe('{"owner":"ä"}');
    expect(place("data", asBase64).read('{"data": "no base64!"}')).toBeUndefined();
    expect(place("logs", asGzip).read('{"logs": "bm8gZ3ppcA=="}')).toBeUndefined();
    expect(place("key", asUrl).read('{"key": "%"}')).toBeUndefined();
  });

  it("adds a member that is missing, written as its neighbours", () => {
    expect(place("b").write('{\n  "a": 1\n}', "2")).toBe('{\n  "a": 1,\n  "b": 2\n}');
    expect(place("b", "c").write("{}", "2")).toBe('{"b": {"c": 2}}');
    expect(place(3, "c").write("[]", "2")).toBe("[]");
  });

  it("leaves a text alone that is not JSON, or not of that shape", () => {
    for (const text of ["", "[1", '"x"', '{"Records": 3}', '{"Records": [', "}{"]) {
      expect(order.read(text)).toBeUndefined();
      expect(() => order.write(text, "x")).not.toThrow();
    }
  });

  it("indents a value of several lines as deep as its place", () => {
    expect(place("a").write('{\n  "a": 1\n}', '{\n  "b": 2\n}')).toBe(
      '{\n  "a": {\n    "b": 2\n  }\n}',
    );
  });

  it("takes other places along", () => {
    const at = followed(place("a"), (after) =>
      place("twice").write(after, String(2 * Number(place("a").read(after)))),
    );
    expect(at.write('{"a": 1, "twice": 2}', "4")).toBe('{"a": 4, "twice": 8}');
  });
});
