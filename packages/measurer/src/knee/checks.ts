import type { BoneShape } from './boneShape.ts';
import type { Brightness } from './brightness.ts';
import type { JointLine } from './compartments.ts';
import type { KneeTrace } from './kneeTrace.ts';
import { workSize as size } from './workImage.ts';

/** One condition a knee fulfils: `value` at `usual` or beyond counts as certain, at `least` or below as no knee. */
export interface Check {
  readonly name: string;
  readonly value: number;
  readonly least: number;
  readonly usual: number;
  readonly failure: string;
}

/** What tells an upright knee from other images. Limits lie outside what real training knees and far outside what noise reach. */
export function checkKnee(
  trace: KneeTrace,
  joint: JointLine,
  bones: BoneShape,
  brightness: Brightness,
): Check[] {
  const { lateral, medial } = joint.compartments;
  const { above, below } = middleGrey(trace, joint, bones.tibialWidth);
  return [
    {
      name: 'joint edges',
      value: Math.max(lateral.strength, medial.strength),
      least: 1.14,
      usual: 1.4,
      failure: 'no dark band between two bright edges runs across the middle',
    },
    {
      name: 'notch',
      value: below - above,
      least: -0.28,
      usual: 0.8,
      failure: 'no dark notch lies above the joint line and bone below it, as in an upright positive knee',
    },
    {
      name: 'bone contrast',
      value: Math.min(brightness.contrast ?? 1, brightness.tracedContrast ?? 1),
      least: 0.03,
      usual: 0.12,
      failure: 'bone is not brighter than the soft tissue beside it, as in a positive radiograph',
    },
    {
      name: 'tibial width',
      value: bones.tibialWidth / size,
      least: 0.5,
      usual: 0.6,
      failure: 'the tibia is not half as wide as the image',
    },
    {
      name: 'level joint',
      value: -Math.abs(joint.tilt) * (180 / Math.PI),
      least: -18,
      usual: -12,
      failure: 'the joint line is steeper than 18 degrees',
    },
  ];
}

/**
 * Normalised grey in the middle of the knee, above the straight line through both halves of the plateau (the notch) and below
 * it (the tibia). The line, not the edge that was followed: upside down that edge follows the notch.
 */
function middleGrey({ wide, corners }: KneeTrace, joint: JointLine, width: number) {
  const { lateral } = joint.compartments;
  const middle = 0.5 * (corners.lateral.x + corners.medial.x);
  const mean = (from: number, to: number) => {
    let [sum, count] = [0, 0];
    for (let x = Math.round(middle - 0.08 * width); x <= middle + 0.08 * width; x++) {
      const line = lateral.y + Math.tan(joint.tilt) * (x - lateral.x);
      for (let y = Math.round(line + from * width); y <= line + to * width; y++) {
        sum += wide[Math.max(0, Math.min(size - 1, y)) * size + x]!;
        count++;
      }
    }
    return sum / count;
  };
  return { above: mean(-0.2, -0.06), below: mean(0.02, 0.14) };
}
