import * as tf from '@tensorflow/tfjs';

type Config = ConstructorParameters<typeof tf.layers.Layer>[0] & { epsilon: number };

/** TensorFlow Addons' layer, which TensorFlow.js has not: each channel of an image to mean 0 and variance 1. */
export class InstanceNormalization extends tf.layers.Layer {
  static className = 'InstanceNormalization';
  readonly #epsilon: number;
  #gamma: tf.LayerVariable | undefined;
  #beta: tf.LayerVariable | undefined;

  constructor(config: Config) {
    super(config);
    this.#epsilon = config.epsilon;
  }

  override build(shape: tf.Shape | tf.Shape[]): void {
    const size = [(shape as tf.Shape).at(-1)!];
    this.#gamma = this.addWeight('gamma', size, 'float32', tf.initializers.ones());
    this.#beta = this.addWeight('beta', size, 'float32', tf.initializers.zeros());
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const image = Array.isArray(inputs) ? inputs[0]! : inputs;
    const { mean, variance } = tf.moments(image, [1, 2], true);
    const normal = image.sub(mean).div(variance.add(this.#epsilon).sqrt());
    return normal.mul(this.#gamma!.read()).add(this.#beta!.read());
  }
}
