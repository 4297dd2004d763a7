import type { Page } from 'playwright-core';

/** Texts as WCAG 1.4.12 lets anybody space them. */
export const SPACED = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-bottom: 2em !important; }`;

/** What would have to be scrolled sideways for. */
export async function overEdge(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
      (it) => it.getBoundingClientRect().right > clientWidth + 1 && it.closest('.scroll, dialog') === null,
    );
    return [
      `over the edge by ${scrollWidth - clientWidth} px: ${wide
        .slice(-3)
        .map(({ tagName, className }) => `${tagName}.${String(className)}`)
        .join(' ')}`,
    ];
  });
}

/** Texts of which a part is hidden by what is around them, each with where it stands. */
export async function textsCut(page: Page): Promise<string[]> {
  return await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((it) => {
        if (it.closest('.visually-hidden, svg, head, script, .scroll > table thead') !== null || !it.checkVisibility())
          return false;
        const { overflowX, overflowY, position } = getComputedStyle(it);
        const hides = (how: string): boolean => how === 'hidden' || how === 'clip';
        if (position === 'absolute' && it.clientWidth <= 1) return false;
        return (
          (hides(overflowX) && it.scrollWidth > it.clientWidth + 1) ||
          (hides(overflowY) && it.scrollHeight > it.clientHeight + 1)
        );
      })
      .map((it) => `cut: ${it.tagName.toLowerCase()}.${it.className} ${it.textContent?.trim().slice(0, 40) ?? ''}`),
  );
}

/** Pairs of texts of which one lies over the other, or touches it. */
export async function textsOverlapping(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const boxes: { words: string; box: DOMRect; of: Element | null }[] = [];
    for (let text = texts.nextNode(); text !== null && boxes.length < 1500; text = texts.nextNode()) {
      const parent = text.parentElement;
      const words = text.textContent?.trim() ?? '';
      if (words === '' || parent === null || !parent.checkVisibility()) continue;
      if (
        parent.closest('.visually-hidden, svg, script, .skip, .notice-region, option, thead, .name, .place, .who-name')
      )
        continue;
      // Of one paragraph they follow each other.
      const of = parent.closest('p, li, td, th, dt, dd, h1, h2, h3, label');
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const box of range.getClientRects()) {
        if (box.width > 2 && box.height > 2) boxes.push({ words: words.slice(0, 30), box, of });
      }
    }
    boxes.sort((a, b) => a.box.top - b.box.top);
    const found: string[] = [];
    boxes.forEach((one, at) => {
      for (let next = at + 1; next < boxes.length && boxes[next]!.box.top < one.box.bottom - 6; next++) {
        const other = boxes[next]!;
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        if (across > -1 && (one.of === null || one.of !== other.of))
          found.push(`overlapping: ${one.words} | ${other.words}`);
      }
    });
    return found;
  });
}

const newlyIn = (before: readonly string[], after: readonly string[]): string[] => {
  const known = new Set(before);
  return after.filter((one) => !known.has(one));
};

/** What is cut with spaced texts and was whole without. */
export const newlyCut = newlyIn;
export const newlyOverlapping = newlyIn;

/** What moves by itself, or on the way from one state to another. */
export async function moving(page: Page): Promise<string[]> {
  return await page.evaluate(() =>
    [...document.querySelectorAll('body, body *')].flatMap((it) => {
      const { animationName, transitionDuration } = getComputedStyle(it);
      const moves = animationName !== 'none' || transitionDuration.split(', ').some((time) => time !== '0s');
      return moves ? [`moves: ${it.tagName.toLowerCase()}.${String(it.className)}`] : [];
    }),
  );
}

/** What is of no use on paper, or does not fit it. */
export async function notForPaper(page: Page, isTooNarrow: boolean): Promise<string[]> {
  return await page.evaluate((skipsWidth) => {
    const controls = [...document.querySelectorAll('button, input, select, textarea, dialog, nav, .skip')].filter(
      (it) => it.checkVisibility(),
    );
    const fixed = [...document.querySelectorAll('body *')].filter(
      (it) => it.checkVisibility() && ['fixed', 'sticky'].includes(getComputedStyle(it).position),
    );
    const bare = [...document.querySelectorAll<HTMLElement>('.card')].filter(
      (it) =>
        it.checkVisibility() && it.innerText.trim() === (it.querySelector<HTMLElement>('h2')?.innerText.trim() ?? ''),
    );
    const edge = document.documentElement.clientWidth + 1;
    const wide = skipsWidth
      ? []
      : [...document.querySelectorAll('body *')].filter(
          (it) =>
            it.checkVisibility() &&
            it.closest('.visually-hidden, svg, :is(.place, .name) *') === null &&
            it.getBoundingClientRect().right > edge,
        );
    const named = (why: string, all: Element[]): string[] =>
      all
        .slice(0, 5)
        .map(
          (it) => `${why}: ${it.tagName.toLowerCase()}.${String(it.className)} ${it.textContent?.trim().slice(0, 40)}`,
        );
    return [
      ...named('a control', controls),
      ...named('stays in place', fixed),
      ...named('nothing but a heading', bare),
      ...named('over the edge', wide),
    ];
  }, isTooNarrow);
}

/** What is told by a colour of our own alone, which is taken away. */
export async function colourless(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const canvas = getComputedStyle(document.body).backgroundColor;
    const shown = (it: Element): boolean => it.checkVisibility() && it.getBoundingClientRect().width > 0;
    const shapes = [...document.querySelectorAll('svg :is(rect, path, line, circle, text)')].filter((it) => {
      const { fill, stroke } = getComputedStyle(it);
      const isSeen = (paint: string): boolean => paint !== 'none' && paint !== canvas;
      return it.closest('pattern, defs') === null && shown(it) && !isSeen(fill) && !isSeen(stroke);
    });
    const current = [...document.querySelectorAll('a[aria-current]')].filter((it) => {
      const other = [...(it.closest('nav, ul, ol, table, div')?.querySelectorAll('a:not([aria-current])') ?? [])].find(
        shown,
      );
      if (!shown(it) || other === undefined) return false;
      const look = (of: Element): string => {
        const { textDecorationLine, outlineStyle, borderColor, fontWeight } = getComputedStyle(of);
        return [textDecorationLine, outlineStyle, borderColor, fontWeight].join();
      };
      return look(it) === look(other);
    });
    return [
      ...shapes.slice(0, 5).map((it) => `unseen: ${it.tagName}.${it.getAttribute('class')}`),
      ...current.map((it) => `not told from its neighbours: ${it.textContent}`),
    ];
  });
}

/** Buttons and links that lead nowhere, where no sentence says that a script is needed for them. */
export async function leadingNowhere(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const visible = (it: Element): boolean => it.checkVisibility();
    const told = [...document.querySelectorAll('p')].some(
      (it) => visible(it) && it.textContent?.includes('JavaScript'),
    );
    const hidden = [...document.querySelectorAll('button:is(.needs-script, .needs-script *)')].filter(
      (it) => !visible(it) && it.closest('dialog, details:not([open])') === null,
    );
    const links = [...document.querySelectorAll('a')].filter((it) => visible(it) && !it.getAttribute('href'));
    const forms = [...document.querySelectorAll('form')].filter(
      (it) => visible(it) && (it.getAttribute('action') ?? '') === '' && [...it.elements].some(visible),
    );
    // A notice comes of something that was done here, which only a script does.
    const buttons = [...document.querySelectorAll('button')].filter(
      (it) => visible(it) && it.form === null && it.closest('.notice-region') === null,
    );
    const named = (what: string, all: Element[]): string[] =>
      all.map((it) => `${what}: ${it.textContent?.trim().slice(0, 60)}`);
    return [
      ...named('a link', links),
      ...(told ? [] : [...named('a form', forms), ...named('a button', buttons), ...named('hidden', hidden)]),
    ];
  });
}
