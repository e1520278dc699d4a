import { catalogue } from "./catalogue.mjs";

/**
 * Reads an order from the text of a request: `{order}` with prices and total filled in, or `{problems}`, a list
 * of everything that is wrong with it. Never trust what comes from outside, and say all of it at once.
 */
export function readOrder(text) {
  let input;
  try {
    input = JSON.parse(text);
  } catch {
    return { problems: ["The body is not JSON"] };
  }
  const problems = [];
  if (!/^\S+@\S+\.\S+$/.test(input?.customer ?? ""))
    problems.push("customer must be an e-mail address");
  const items = Array.isArray(input?.items) ? input.items : [];
  if (items.length < 1 || items.length > 20) problems.push("items must be a list of 1 to 20");
  const lines = items.map((item, index) => {
    const product = catalogue.find(({ sku }) => sku === item?.sku);
    if (!product) problems.push(`items[${index}].sku is not in the catalogue`);
    if (!Number.isInteger(item?.quantity) || item.quantity < 1 || item.quantity > 100)
      problems.push(`items[${index}].quantity must be a whole number from 1 to 100`);
    return { sku: item?.sku, quantity: item?.quantity, priceCents: product?.priceCents };
  });
  if (problems.length > 0) return { problems };
  const totalCents = lines.reduce((sum, line) => sum + line.quantity * line.priceCents, 0);
  return { order: { customer: input.customer, lines, totalCents } };
}
