import type { Locator, Page } from "playwright-core";

/**
 * From each of `count` pointer moves to the end of the paint that shows its answer: the first change of the text or
 * the attributes inside `answer`. Milliseconds, one a move. The button is held meanwhile.
 */
export async function dragAnswers(
  page: Page,
  handle: Locator,
  answer: string,
  count: number,
  stepPx: number,
): Promise<number[]> {
  const box = (await handle.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + 14];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.evaluate(noteAnswers, answer);
  for (let move = 1; move <= count; move++) {
    await page.mouse.move(x + placeOf(move) * stepPx, y);
    await page.waitForFunction(
      (seen) => performance.getEntriesByName("answer").length >= seen,
      move,
    );
  }
  await page.mouse.up();
  return page.evaluate(() =>
    performance
      .getEntriesByName("answer")
      .map((mark) => (mark as PerformanceMark).detail as number),
  );
}

/** Out to the right and back again, so that a handle stays on its scale. */
export function placeOf(move: number): number {
  const place = move % 40;
  return place <= 20 ? place : 40 - place;
}

function noteAnswers(selector: string): void {
  performance.clearMarks("answer");
  let movedAt: number | undefined;
  document.addEventListener("pointermove", ({ timeStamp }) => (movedAt ??= timeStamp), {
    capture: true,
  });
  const observer = new MutationObserver(() => {
    const since = movedAt;
    if (since === undefined) return;
    movedAt = undefined;
    requestAnimationFrame(() => {
      // A message that is sent in a frame's callback arrives after its paint.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => performance.mark("answer", { detail: performance.now() - since });
      port2.postMessage(0);
    });
  });
  observer.observe(document.querySelector(selector)!, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
}
