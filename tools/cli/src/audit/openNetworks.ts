import { basename } from 'node:path';
import { type AuditSettings, PictureNetwork, withFeatures } from '@roentgan/datasets/audit';
import { readModel, writeModel } from '@roentgan/gan-runtime/model-file';
import type { ParsedArguments } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { findShippedModel, type ModelSource, readModelSource } from '../modelSource.ts';
import { openGenerator, type RunOptions } from '../openGenerator.ts';

/** Options that choose networks, for `parseArguments`. */
export const networkOptions = {
  extractor: { type: 'string' },
  features: { type: 'string' },
  classifier: { type: 'string' },
} as const;

/** What looks at images. */
export interface Networks extends AsyncDisposable {
  readonly network: PictureNetwork;
  /** What gives grades, where `network` does not. */
  readonly classifier?: PictureNetwork;
  readonly extractor: Omit<AuditSettings['extractor'], 'features' | 'all'>;
  readonly classes: AuditSettings['classifier'];
}

/** Kellgren-Lawrence grades, where a classifier of five classes names none. */
const kellgrenLawrence = ['KL 0', 'KL 1', 'KL 2', 'KL 3', 'KL 4'];

/**
 * The extractor and the classifier; one network where both are one file, as they are by default.
 * @throws Error that names the file
 */
export async function openNetworks(parsed: ParsedArguments, running: RunOptions): Promise<Networks> {
  const classifierPath = parsed.text('classifier') ?? shippedClassifier();
  const extractorPath = parsed.text('extractor') ?? classifierPath;
  const isOne = extractorPath === classifierPath;
  const extracting = await readModelSource(extractorPath);
  const features = withFeatures(
    readModel(extracting.bytes, extractorPath),
    parsed.text('features'),
    extractorPath,
  );
  const changed = writeModel(features.model);
  const network = await openNetwork({ ...extracting, bytes: changed }, running, {
    features: features.output,
    grades: isOne,
  });
  const grading = isOne ? extracting : await readModelSource(classifierPath);
  let classifier: PictureNetwork | undefined;
  try {
    classifier = isOne ? undefined : await openNetwork(grading, running, { grades: true });
  } catch (error) {
    network.dispose();
    throw error;
  }
  const asked = classifier ?? network;
  return {
    network,
    ...(classifier && { classifier }),
    extractor: { ...factsOf(extracting), node: features.node },
    classes: { ...factsOf(grading), classes: asked.classNames ?? namesOf(asked.classes!) },
    async [Symbol.asyncDispose]() {
      network.dispose();
      classifier?.dispose();
    },
  };
}

function shippedClassifier(): string {
  const path = findShippedModel('knee-grade.safetensors');
  if (path !== undefined) return path;
  throw new UsageError('the classifier that comes with the command is not there, expected --classifier FILE');
}

async function openNetwork(
  source: ModelSource,
  running: RunOptions,
  asked: { readonly features?: string; readonly grades: boolean },
): Promise<PictureNetwork> {
  const generator = await openGenerator(source, running);
  try {
    return new PictureNetwork(generator, asked, 'model');
  } catch (error) {
    generator.dispose();
    throw new Error(`${source.path}: ${(error as Error).message}`, { cause: error });
  }
}

function factsOf({ path, sha256 }: ModelSource): { model: string; sha256: string } {
  return { model: basename(path), sha256 };
}

function namesOf(classes: number): readonly string[] {
  return classes === kellgrenLawrence.length
    ? kellgrenLawrence
    : Array.from({ length: classes }, (_, index) => `${index}`);
}
