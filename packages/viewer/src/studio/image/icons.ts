/** Paths of 16 by 16 icons: lines, and areas that are filled. */
const icons = {
  undo: ['M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M6 3.5l-3 3 3 3'],
  redo: ['M13 6.5H6.5a3.5 3.5 0 0 0 0 7H10M10 3.5l3 3-3 3'],
  move: [
    'M8 2v12M2 8h12M8 2 6.3 3.7M8 2l1.7 1.7M8 14l-1.7-1.7M8 14l1.7-1.7M2 8l1.7-1.7M2 8l1.7 1.7M14 8l-1.7-1.7M14 8l-1.7 1.7',
  ],
  window: ['M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11', 'M8 2.5a5.5 5.5 0 0 0 0 11z'],
  ruler: ['M1.8 10.6l8.8-8.8 3.6 3.6-8.8 8.8zM4.3 8.1l1.5 1.5M6.5 5.9l1.5 1.5M8.7 3.7l1.5 1.5'],
  invert: ['M3 3h10v10H3z', 'M13 3v10H3z'],
  compare: ['M6 4H2.5v8H6M10 4h3.5v8H10M8 1.8v12.4', 'M2.5 4H6v8H2.5z'],
  out: ['M3.5 8h9'],
  in: ['M3.5 8h9M8 3.5v9'],
} as const satisfies Record<string, readonly [line: string, area?: string]>;

export type IconName = keyof typeof icons;

/** A drawing for a button that has a name of its own. */
export function createIcon(name: IconName): SVGSVGElement {
  const svg = svgElement('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' });
  const [line, area] = icons[name] as readonly [string, string?];
  svg.append(svgElement('path', { d: line }));
  if (area) svg.append(svgElement('path', { d: area, class: 'area' }));
  return svg;
}

export function svgElement<Tag extends 'svg' | 'path' | 'line'>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
