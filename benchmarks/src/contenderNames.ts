/** Every contender has a page `src/page/<name>.html`. The first is what the others are compared with. */
export const contenderNames = ['roentgan', 'tfjs-webgpu', 'tfjs-webgl', 'tfjs-wasm'] as const;

export type ContenderName = (typeof contenderNames)[number];
