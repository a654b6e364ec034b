import type { Generator, TensorsByName } from '@roentgan/gan-runtime';
import {
  type ClassifierInput,
  type ClassifierOutput,
  classifierInput,
  classifierOutput,
  type GreyImage,
  toInputTensor,
  toProbabilities,
} from '@roentgan/measurer';

/** What a network says of pictures: vectors of features, grades, or both in one run. */
export interface Answers {
  /** One vector a picture. */
  readonly features?: readonly Float32Array[];
  /** The most likely class of each, the first of equals. */
  readonly grades?: readonly number[];
}

/** A network that takes one grey or RGB picture. */
export class PictureNetwork {
  readonly #generator: Generator;
  readonly #where: string;
  readonly #input: ClassifierInput;
  readonly #scores: ClassifierOutput | undefined;
  readonly #features: string | undefined;

  /**
   * @param asked the output that holds features, and whether the classes are wanted
   * @param where for messages
   * @throws RangeError where the model takes no picture or gives no scores
   */
  constructor(
    generator: Generator,
    asked: { readonly features?: string; readonly grades: boolean },
    where: string,
  ) {
    const { graph } = generator.model;
    this.#generator = generator;
    this.#where = where;
    this.#input = classifierInput(graph, where);
    this.#features = asked.features;
    const others = graph.outputs.filter(({ name }) => name !== asked.features);
    this.#scores = asked.grades ? classifierOutput({ ...graph, outputs: others }, where) : undefined;
  }

  /** How many classes it knows. */
  get classes(): number | undefined {
    return this.#scores?.classes;
  }

  get classNames(): readonly string[] | undefined {
    return this.#scores?.names;
  }

  /** Features with axes behind the channels (a map) are averaged over those. */
  async answer(pictures: readonly GreyImage[], signal?: AbortSignal): Promise<Answers> {
    const tensors = pictures.map((picture) => toInputTensor(picture, this.#input));
    const inputs = { [this.#input.name]: stacked(tensors) };
    const outputs = await this.#generator.run(inputs, signal ? { signal } : {});
    const count = pictures.length;
    return {
      ...(this.#features !== undefined && { features: pooled(outputs[this.#features]!, count) }),
      ...(this.#scores && { grades: this.#grades(outputs, this.#scores, count) }),
    };
  }

  dispose(): void {
    this.#generator.dispose();
  }

  #grades(outputs: TensorsByName, scores: ClassifierOutput, count: number): number[] {
    const { data } = outputs[scores.name]!;
    return Array.from({ length: count }, (_, at) => {
      const part = data.subarray(at * scores.classes, (at + 1) * scores.classes);
      const probabilities = toProbabilities(part, scores, this.#where);
      return probabilities.indexOf(Math.max(...probabilities));
    });
  }
}

function stacked(tensors: readonly { shape: number[]; data: Float32Array }[]) {
  const [first] = tensors as [{ shape: number[]; data: Float32Array }];
  const data = new Float32Array(first.data.length * tensors.length);
  for (const [at, tensor] of tensors.entries()) data.set(tensor.data, at * first.data.length);
  return { shape: [tensors.length, ...first.shape.slice(1)], data };
}

function pooled({ shape, data }: TensorsByName[string], count: number): Float32Array[] {
  const channels = shape[1]!;
  const positions = data.length / (count * channels);
  return Array.from({ length: count }, (_, picture) =>
    Float32Array.from({ length: channels }, (__, channel) => {
      const start = (picture * channels + channel) * positions;
      let sum = 0;
      for (let at = 0; at < positions; at++) sum += data[start + at]!;
      return sum / positions;
    }),
  );
}
