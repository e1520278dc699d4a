import { expect, it } from "vitest";
import { maskSecretValues } from "./mask-secret-values";

it.each([
  ['{"password": "x", "user": "mira"}', '{"password": "********", "user": "mira"}'],
  [
    '{"headers": {"Authorization": "Bearer 1", "X-Api-Key": "k"}}',
    '{"headers": {"Authorization": "********", "X-Api-Key": "********"}}',
  ],
  [
    '{"cookies": ["a=1", "b=2"], "after": "shown"}',
    '{"cookies": ["********", "********"], "after": "shown"}',
  ],
  [
    '{"secret": {"value": 12345, "deep": ["x"]}, "n": 1}',
    '{"secret": {"value": "********", "deep": ["********"]}, "n": 1}',
  ],
  ['{"body": "{\\"token\\":\\"t\\"}"}', '{"body": "{\\"token\\":\\"********\\"}"}'],
  ['{"tokens_used": 3, "passengers": "2"}', '{"tokens_used": 3, "passengers": "2"}'],
  ["no json", "no json"],
])("%s", (text, shown) => {
  expect(maskSecretValues(text)).toBe(shown);
});
