import { type Generator, type LoadOptions, loadGenerator, type ModelSource } from '@roentgan/gan-runtime';
import type { AnyImage } from '../rasterImage.ts';
import {
  type ClassifierInput,
  checkNormalisation,
  classifierInput,
  type Normalisation,
  toInputTensor,
} from './classifierInput.ts';
import { type ClassifierOutput, classifierOutput, toProbabilities } from './classifierOutput.ts';
import { classNamesOf } from './classNames.ts';

export interface ClassifierOptions extends LoadOptions {
  /** Which output holds the scores, where the model gives several. */
  readonly output?: string;
  /** How the classifier's training normalised images, where the model file's values of black and white do not say it all. */
  readonly normalise?: Normalisation;
  /** Names of the classes, in order, instead of the file's own. */
  readonly classNames?: readonly string[];
}

/** What a classifier says of one image. */
export interface Classification {
  /** One for each class, in order; they sum to 1. */
  readonly probabilities: readonly number[];
  /** Index of the most likely class, the first of equals. */
  readonly grade: number;
  /** The mean of the grades, each weighted with its probability: sum of k * p(k). Means something where classes are in order. */
  readonly expectedGrade: number;
}

/** A model that says which of several classes an image belongs to. */
export class Classifier {
  /** What the file calls itself. */
  readonly name: string | undefined;
  readonly classNames: readonly string[];
  readonly input: ClassifierInput;
  readonly output: ClassifierOutput;
  readonly #generator: Generator;
  readonly #normalise: Normalisation | undefined;

  constructor(generator: Generator, options: Omit<ClassifierOptions, keyof LoadOptions>) {
    const { graph, name } = generator.model;
    const where = `model${name === undefined ? '' : ` "${name}"`}`;
    this.name = name;
    this.input = classifierInput(graph, where);
    this.output = classifierOutput(graph, where, options.output);
    this.classNames = classNamesOf(this.output, options.classNames);
    if (options.normalise) checkNormalisation(options.normalise, this.input);
    this.#generator = generator;
    this.#normalise = options.normalise;
  }

  /**
   * The class of an image of any size: its middle in the input's proportions is scaled to the input (see `resizeImage`).
   * @throws RangeError where the model gives no usable scores
   */
  async classify(image: AnyImage, options: { readonly signal?: AbortSignal } = {}): Promise<Classification> {
    const tensor = toInputTensor(image, this.input, this.#normalise);
    const outputs = await this.#generator.run({ [this.input.name]: tensor }, options);
    const where = `model${this.name === undefined ? '' : ` "${this.name}"`}`;
    const probabilities = toProbabilities(outputs[this.output.name]!.data, this.output, where);
    const grade = probabilities.indexOf(Math.max(...probabilities));
    return { probabilities, grade, expectedGrade: probabilities.reduce((sum, p, k) => sum + p * k, 0) };
  }

  /** Frees the model; calls after it fail. */
  dispose(): void {
    this.#generator.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#generator[Symbol.asyncDispose]();
  }
}

/**
 * A classifier from a model file, or from a loaded model, which then belongs to it: any that takes one grey or RGB image and gives a
 * score for each class.
 * @throws ModelFileError for a file that is no valid model, RangeError for a model that is not a classifier
 */
export async function openClassifier(
  source: ModelSource | Generator,
  options: ClassifierOptions = {},
): Promise<Classifier> {
  const generator = isLoaded(source) ? source : await loadGenerator(source, options);
  try {
    return new Classifier(generator, options);
  } catch (error) {
    generator.dispose();
    throw error;
  }
}

/** Not `instanceof`: a page may hold the runtime twice, in two bundles. */
function isLoaded(source: ModelSource | Generator): source is Generator {
  return typeof source === 'object' && 'run' in source && 'model' in source;
}
