import { describe, expect, it } from 'vitest';
import { hashFromAddress, readAddress } from './address.ts';
import type { StudioModel } from './studioState.ts';

const model = { labels: [], edits: [], directions: [] } as unknown as StudioModel;

describe('address', () => {
  it('reads what each view keeps, and the view in front', () => {
    const address = readAddress('#seed=7&view=animate&animate.speed=2&gallery.columns=5&other.x=1', model, [
      'image',
      'gallery',
      'animate',
    ]);
    expect(address.state.seed).toBe(7);
    expect(address.view).toBe('animate');
    expect(Object.fromEntries(address.kept)).toEqual({
      image: {},
      gallery: { columns: '5' },
      animate: { speed: '2' },
    });
  });

  it('writes what it reads', () => {
    const hash = '#seed=7&view=animate&gallery.seeds=1%2C2&animate.speed=2';
    expect(hashFromAddress(readAddress(hash, model, ['gallery', 'animate']))).toBe(hash);
  });

  it('names no view where the link names none', () => {
    expect(hashFromAddress(readAddress('#seed=7', model, ['image']))).toBe('#seed=7');
  });
});
