/** Colours of the page as the style sheet has them now; a canvas cannot refer to them by name. */
export interface Palette {
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly empty: string;
  /** Of evacuated slots. */
  readonly left: string;
  readonly series: string;
  readonly seriesFaint: string;
  readonly font: string;
}

/** Reads the palette of a panel from the custom properties of its element. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const value = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: value('--ink'),
    muted: value('--muted'),
    line: value('--line'),
    empty: value('--empty'),
    left: value('--other-faint'),
    series: value('--series'),
    seriesFaint: value('--series-faint'),
    font: value('--canvas-font'),
  };
}
