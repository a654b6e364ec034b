/** A layer's output [N, channels, height, width] while a U-Net is built. */
export interface Feature {
  readonly name: string;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** What every group norm of a U-Net has. */
export interface GroupNormSettings {
  readonly groups: number;
  readonly eps: number;
}
