import type { DatasetContext, DatasetImage } from '../formats/format.ts';

/** `Kellgren-Lawrence grade 3`, `view 2`, `joint space medial -0.5`: what was asked of the model, labels first. */
export function describeAsked(image: DatasetImage, context: DatasetContext): string[] {
  const labels = Object.entries(image.labels).map(([name, value]) => {
    const grade = gradeOf(name, value, context);
    return grade === undefined
      ? `${name} ${classNameOf(name, value, context)}`
      : `Kellgren-Lawrence grade ${grade}`;
  });
  return [...labels, ...Object.entries(image.edits).map(([name, amount]) => `${name} ${amount}`)];
}

/** The Kellgren-Lawrence grade that was asked for, where a label's classes are named after the grades: `KL 0` to `KL 4`. */
export function askedGrade({ labels }: DatasetImage, context: DatasetContext): number | undefined {
  for (const [name, value] of Object.entries(labels)) {
    const grade = gradeOf(name, value, context);
    if (grade !== undefined) return grade;
  }
  return undefined;
}

function gradeOf(name: string, value: number | string, context: DatasetContext): number | undefined {
  const digit = /^KL ?([0-4])$/i.exec(classNameOf(name, value, context))?.[1];
  return digit === undefined ? undefined : Number(digit);
}

function classNameOf(name: string, value: number | string, { classNames }: DatasetContext): string {
  const names = classNames && Object.hasOwn(classNames, name) ? classNames[name] : undefined;
  return (typeof value === 'number' ? names?.[value] : undefined) ?? String(value);
}
