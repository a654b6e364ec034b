import type { Attribute } from './measures.ts';

/** An edit to be found. */
export interface Target {
  /** What the edit is called. */
  readonly edit: string;
  /** The attribute that one unit of the edit changes by one unit. */
  readonly attribute: string;
  /** A one-hot label whose classes are steps of the attribute: the edit moves it, and the latent only keeps other attributes still. */
  readonly label?: string;
}

/** Its place among the attributes; throws `RangeError` where they have none of that name. */
export function attributeOf(target: Target, attributes: readonly Attribute[]): number {
  const found = attributes.findIndex(({ name }) => name === target.attribute);
  if (found >= 0) return found;
  const names = attributes.map(({ name }) => `"${name}"`).join(', ');
  throw new RangeError(
    `edit "${target.edit}": attribute "${target.attribute}" is not measured, expected one of ${names}`,
  );
}
