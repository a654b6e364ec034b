/** The attribute's number; undefined where it is absent. */
export function optionalNumber(element: Element, attribute: string): number | undefined {
  const text = element.getAttribute(attribute);
  return text === null ? undefined : Number(text);
}

export function setOptionalNumber(element: Element, attribute: string, value: number | undefined): void {
  if (value === undefined) element.removeAttribute(attribute);
  else element.setAttribute(attribute, String(value));
}
