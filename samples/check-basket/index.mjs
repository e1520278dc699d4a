// The first step of a state machine: what it returns is what the next step, flaky-payments, gets.
export async function handler({ card, currency, lines = [] }) {
  const amountCents = lines.reduce(
    (sum, { quantity, priceCents }) => sum + quantity * priceCents,
    0,
  );
  console.log(JSON.stringify({ lines: lines.length, amountCents }));
  return { card, currency, amountCents };
}
