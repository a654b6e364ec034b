import type { Json } from './config.ts';

const classes: Readonly<Record<string, string>> = {
  Convolution1D: 'Conv1D',
  Convolution2D: 'Conv2D',
  SeparableConvolution2D: 'SeparableConv2D',
  Deconvolution2D: 'Conv2DTranspose',
  Convolution2DTranspose: 'Conv2DTranspose',
  SpatialDropout: 'SpatialDropout2D',
};

const merges: Readonly<Record<string, string>> = {
  sum: 'Add',
  mul: 'Multiply',
  ave: 'Average',
  max: 'Maximum',
  concat: 'Concatenate',
};

const keys: Readonly<Record<string, string>> = {
  output_dim: 'units',
  nb_filter: 'filters',
  filter_length: 'kernel_size',
  border_mode: 'padding',
  subsample: 'strides',
  subsample_length: 'strides',
  pool_length: 'pool_size',
  stride: 'strides',
  bias: 'use_bias',
  concat_axis: 'axis',
  atrous_rate: 'dilation_rate',
};

/** A layer in the words of Keras 2; Keras 1 had others. */
export function modernised(className: string, config: Json): { className: string; config: Json } {
  const isOld = ['nb_filter', 'border_mode', 'dim_ordering', 'output_dim', 'mode', 'concat_axis'].some(
    (key) => Object.hasOwn(config, key),
  );
  if (!isOld || className === 'Embedding') return { className, config };
  const renamed = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [Object.hasOwn(keys, key) ? keys[key]! : key, value]),
  );
  const layout = { tf: 'channels_last', th: 'channels_first' }[`${config.dim_ordering}`];
  return {
    className:
      className === 'Merge' ? (merges[`${config.mode}`] ?? className) : (classes[className] ?? className),
    config: {
      ...renamed,
      ...(config.nb_row !== undefined && { kernel_size: [config.nb_row, config.nb_col] }),
      ...(layout && { data_format: layout }),
    },
  };
}
