/**
 * Sizes as a person types them, `image=1,3,256,256; z=1,100`; undefined where nothing is typed.
 * @throws RangeError
 */
export function readShapes(text: string): Record<string, number[]> | undefined {
  const parts = text.split(';').filter((part) => part.trim() !== '');
  if (parts.length === 0) return undefined;
  return Object.fromEntries(
    parts.map((part) => {
      const [name = '', sizes = ''] = part.split('=').map((side) => side.trim());
      const shape = sizes.split(',').map(Number);
      const areSizes = shape.every((size) => Number.isInteger(size) && size >= 1 && size <= 65536);
      if (name === '' || !areSizes)
        throw new RangeError(`sizes of inputs: found "${part.trim()}", expected such as image=1,3,256,256`);
      return [name, shape];
    }),
  );
}
