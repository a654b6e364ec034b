import type { GeneratedImage } from '@roentgan/gan-runtime';

/** Something that can be measured in an image. */
export interface Attribute {
  readonly name: string;
  readonly unit: string;
}

/** Measures images; anybody's attributes will do. */
export interface Measures {
  readonly attributes: readonly Attribute[];
  /** A value for each attribute, in their order; `undefined` for an image that cannot be measured. */
  measure(image: GeneratedImage): Promise<readonly number[] | undefined>;
}

/** One attribute from a function of the image. */
export function measureOf(
  attribute: Attribute,
  read: (image: GeneratedImage) => number | undefined,
): Measures {
  return {
    attributes: [attribute],
    async measure(image) {
      const value = read(image);
      return value === undefined ? undefined : [value];
    },
  };
}

/**
 * Several measures as one. An image that one of them cannot measure is not measured.
 * @throws RangeError for an attribute that two of them have
 */
export function joinMeasures(parts: readonly Measures[]): Measures {
  const attributes = parts.flatMap((part) => part.attributes);
  const names = attributes.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new RangeError(`attribute "${twice}" is there twice, expected unique names`);
  return {
    attributes,
    async measure(image) {
      const values: number[] = [];
      for (const part of parts) {
        const found = await part.measure(image);
        if (found === undefined) return undefined;
        values.push(...found);
      }
      return values;
    },
  };
}
