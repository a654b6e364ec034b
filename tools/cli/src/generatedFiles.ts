import { basename, extname } from 'node:path';
import {
  encodePng,
  type GeneratedImage,
  type Generator,
  provenanceXmp,
  type SamplingOptions,
} from '@roentgan/gan-runtime';
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

/** A contact sheet as PNG; its provenance names the first seed. */
export async function sheetPng(sheet: Tile, firstSeed: number, origin: Origin): Promise<Uint8Array> {
  const { source, generator, edits, truncation, mix, sampling } = origin;
  const { name, provenance } = generator.model;
  const xmp = provenanceXmp({
    creatorTool: `Roentgan ${version()}`,
    seed: firstSeed,
    modelHash: source.sha256,
    ...(edits && { edits }),
    ...(truncation !== undefined && { truncation }),
    ...(mix && { mix }),
    ...sampling,
    ...(name !== undefined && { modelName: name }),
    ...(provenance.attribution !== undefined && { attribution: provenance.attribution }),
    ...(provenance.licence !== undefined && { licence: provenance.licence }),
  });
  return bytesOf(await encodePng({ ...sheet, channels: 4, bitDepth: 8, data: sheet.rgba }, { xmp }));
}

/** All bytes of a blob. */
export async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}
