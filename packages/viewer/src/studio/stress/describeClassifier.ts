import type { Classifier } from '@roentgan/measurer';
import type { Fact } from '../inspect/describeGraph.ts';

/** Means and deviations of ImageNet's colours, as torchvision's transforms have them. */
export const imageNet = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] };

/** What a classifier takes and gives, and how each picture is prepared for it. */
export function describeClassifier(
  { name, input, output, classNames }: Classifier,
  picture: { readonly width: number; readonly height: number },
  normalised: boolean,
): Fact[] {
  const { width, height, channels, range, layout } = input;
  const sameSize = picture.width === width && picture.height === height;
  const sameForm = picture.width * height === picture.height * width;
  const size = sameSize
    ? `Taken as it is, ${width}×${height}`
    : `${sameForm ? 'All of it' : `Its middle in the proportions of ${width}×${height}`}, scaled from ${picture.width}×${picture.height} to ${width}×${height}`;
  const values = normalised
    ? "0 to 1, less ImageNet's mean, over its deviation, for each channel"
    : `Black is ${range[0]}, white ${range[1]}`;
  const classes =
    classNames.length > 12
      ? `${classNames.slice(0, 12).join(', ')} and ${classNames.length - 12} more`
      : classNames.join(', ');
  return [
    ['Classifier', [name ?? 'without a name']],
    ['Classes', [`${output.classes}: ${classes}`]],
    [
      'How a picture is prepared',
      [
        `${size}`,
        channels === 1
          ? 'One channel: grey, of colours their luma'
          : 'Three channels: red, green, blue; grey three times',
        values,
        `Channels ${layout === 'NCHW' ? 'before' : 'behind'} rows and columns, input “${input.name}”`,
      ],
    ],
    [
      'Its scores',
      [
        `“${output.name}”, ${output.scores === 'logits' ? 'of which the softmax is taken here' : 'probabilities already'}`,
      ],
    ],
  ];
}
