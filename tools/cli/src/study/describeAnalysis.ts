import type { JudgedBy, StudyAnalysis } from '@roentgan/datasets/study';
import { fixed, intervalText, pText, shareText } from './formatValues.ts';

/** The analysis in lines for a terminal. */
export function describeAnalysis(analysis: StudyAnalysis): string {
  const { study, images, readers, pooled, agreement, comparisons } = analysis;
  const lines = [
    `${study.name}: ${readers.length} readers, ${images.real} real and ${images.synthetic} synthetic images; intervals are 95 %`,
    ...readers.flatMap((reader) => {
      const partial = reader.complete ? '' : ', not complete';
      return [
        `${reader.reader.code} (${reader.reader.role || 'role not stated'}${partial})`,
        ...linesOf(reader),
      ];
    }),
    'all answers together (taken for independent, which they are not: intervals are too narrow)',
    ...linesOf(pooled),
    `over readers: accuracy ${intervalText(pooled.accuracy.mean, pooled.accuracy)}, area under ROC ${intervalText(pooled.auc.mean, pooled.auc)}`,
  ];
  if (agreement) {
    const { verdicts, grades } = agreement;
    lines.push(
      `between readers: Fleiss' kappa of verdicts ${intervalText(verdicts.all.kappa, verdicts.all)}, of grades ${intervalText(grades.all.kappa, grades.all)}`,
    );
  }
  for (const { name, unit, real, synthetic, test, adjusted } of comparisons) {
    const both = `real ${fixed(real)}, synthetic ${fixed(synthetic)}${unit ? ` ${unit}` : ''}`;
    lines.push(`${name}: ${both}; Wilcoxon p ${pText(test.p)}, Holm ${pText(adjusted)}`);
  }
  return `${lines.join('\n')}\n`;
}

function linesOf({ detection, grading }: JudgedBy): string[] {
  const { accuracy, sensitivity, specificity, mistakes, roc } = detection;
  const { real, synthetic } = grading;
  return [
    `  told apart ${shareText(accuracy)}; synthetic found ${shareText(sensitivity)}; real found ${shareText(specificity)}; area under ROC ${intervalText(roc.auc, roc)}`,
    `  ${mistakes.first} synthetic taken for real, ${mistakes.second} real taken for synthetic; McNemar p ${pText(mistakes.p)}`,
    `  grades, quadratic kappa: real ${intervalText(real.quadratic.kappa, real.quadratic)}, synthetic ${intervalText(synthetic.quadratic.kappa, synthetic.quadratic)}; exact: real ${shareText(real.exact)}, synthetic ${shareText(synthetic.exact)}`,
  ];
}
