import { basename, extname } from 'node:path';
import type { Signing } from '@roentgan/datasets';
import {
  encodePng,
  type GeneratedImage,
  type Generator,
  type ImageProvenance,
  provenanceXmp,
  type SamplingOptions,
} from '@roentgan/gan-runtime';
import { markPixels } from '@roentgan/gan-runtime/mark';
import type { Tile } from './contactSheet.ts';
import type { Mix } from './mixOption.ts';
import type { ModelSource } from './modelSource.ts';
import { version } from './version.ts';

/** What made every image of one run. */
export interface Origin {
  readonly source: ModelSource;
  readonly generator: Generator;
  readonly edits?: Record<string, number>;
  readonly truncation?: number;
  readonly mix?: Mix;
  /** Sampler, steps and guidance; empty where the model has no sampler. */
  readonly sampling: SamplingOptions;
}

/** `knee-grade3-seed0007.png`. */
export function imageFileName(
  source: ModelSource,
  labels: Readonly<Record<string, number>>,
  seed: number,
): string {
  const stem = basename(source.path, extname(source.path));
  const named = Object.entries(labels).map(([name, value]) => `-${name}${value}`);
  return `${stem}${named.join('')}-seed${String(seed).padStart(4, '0')}.png`.replace(/[^\w.-]+/g, '-');
}

/** One line of manifest.jsonl. */
export function manifestEntry(file: string, image: GeneratedImage, origin: Origin): object {
  const { source, generator, edits, truncation, mix, sampling } = origin;
  return {
    file,
    seed: image.seed,
    labels: image.provenance.labels ?? {},
    edits: edits ?? {},
    truncation: truncation ?? generator.model.truncation?.default ?? null,
    ...(mix && { mix }),
    ...sampling,
    model: basename(source.path),
    modelSha256: source.sha256,
    backend: generator.backend,
    adapter: generator.adapter,
    synthetic: true,
  };
}

/** An image as PNG: marked, and signed where there is something to sign with. */
export async function signedPng(
  image: GeneratedImage,
  { source }: Origin,
  signing: Signing | undefined,
): Promise<Uint8Array> {
  const provenance = { ...image.provenance, creatorTool: creator(), modelHash: source.sha256 };
  const bytes = await bytesOf(await image.toPng());
  return signing ? signing.sign(bytes, provenance) : bytes;
}

function creator(): string {
  return `Roentgan ${version()}`;
}

/** A contact sheet as PNG, marked and signed as images are; its provenance names the first seed. */
export async function sheetPng(
  sheet: Tile,
  firstSeed: number,
  origin: Origin,
  signing: Signing | undefined,
): Promise<Uint8Array> {
  const { source, generator, edits, truncation, mix, sampling } = origin;
  const { name, provenance } = generator.model;
  const made: ImageProvenance = {
    creatorTool: creator(),
    seed: firstSeed,
    modelHash: source.sha256,
    ...(edits && { edits }),
    ...(truncation !== undefined && { truncation }),
    ...(mix && { mix }),
    ...sampling,
    ...(name !== undefined && { modelName: name }),
    ...(provenance.attribution !== undefined && { attribution: provenance.attribution }),
    ...(provenance.licence !== undefined && { licence: provenance.licence }),
  };
  const { width, height, rgba } = sheet;
  const data = markPixels({ width, height, channels: 4, white: 255, pixels: rgba });
  const png = await encodePng(
    { width, height, channels: 4, bitDepth: 8, data },
    { xmp: provenanceXmp(made) },
  );
  const bytes = await bytesOf(png);
  return signing ? signing.sign(bytes, made) : bytes;
}

/** All bytes of a blob. */
export async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}
