import type { Measure } from './comparedSet.ts';
import type { Confusion, GradeScores } from './gradeAgreement.ts';
import type { KernelDistance } from './kernelDistance.ts';
import type { Spread } from './spread.ts';

/** What report.json holds; docs/auditing.md says what each value means. Nothing here names a real image, but where that was asked for. */
export interface AuditReport {
  readonly formatVersion: 1;
  readonly software: string;
  readonly settings: AuditSettings;
  readonly dataset: SetFacts;
  /** The real images that were compared with; absent without them. */
  readonly real?: RealFacts;
  readonly inside: InsideSection;
  readonly leakage?: LeakageSection;
  readonly distance?: DistanceSection;
  readonly diversity: DiversitySection;
  readonly appearance?: AppearanceSection;
  readonly grades?: GradesSection;
  readonly verdicts: readonly Verdict[];
}

export interface NetworkFacts {
  readonly model: string;
  /** Of the file, hexadecimal. */
  readonly sha256: string;
}

export interface AuditSettings {
  readonly seed: number;
  /** Pixels a side that images were brought to. */
  readonly side: number;
  readonly extractor: NetworkFacts & {
    readonly node: string;
    /** Features that change over the real images, or over the dataset without them. */
    readonly features: number;
    readonly all: number;
  };
  readonly classifier: NetworkFacts & { readonly classes: readonly string[] };
  readonly reference?: string;
}

export interface SetFacts {
  readonly images: number;
  /** By grade, as stated; `unknown` counts those without. */
  readonly grades: Readonly<Record<string, number>>;
  /** By size, such as `224x224`. */
  readonly sizes: Readonly<Record<string, number>>;
  readonly unreadable: number;
}

export interface RealFacts extends SetFacts {
  readonly subjects: number;
  /** What stands for real images that were not trained on: a folder of its own, or one half of the real images against the other. */
  readonly heldOut: SetFacts | 'halves';
}

/** Two images of which one is the nearest to the other. */
export interface ClosePair {
  readonly measure: Measure;
  readonly distance: number;
  /** Of the dataset. */
  readonly image: string;
  /** The other image; of real ones only where `--show-real` asks for it. */
  readonly other?: string;
}

export interface InsideSection {
  /** Images whose pixels are those of an earlier one; and which they are, the first 20 groups. */
  readonly identical: { readonly count: number; readonly groups: readonly (readonly string[])[] };
  /** Images that have another nearer than half of the disguised copies of the dataset's images lie to their originals. */
  readonly nearDuplicates: {
    readonly count: number;
    readonly share: number;
    readonly thresholds: { readonly pixels: number; readonly detail: number };
  };
  /** Images with a nearest neighbour that is nearer than for 99 % of as many real images; `null` where there are too few. */
  readonly twins?: {
    readonly count: number;
    readonly inMix: boolean;
    readonly byMeasure: Readonly<Record<Measure, { readonly threshold: number; readonly share: number }>>;
  } | null;
  /** Distance of each image to the nearest other. */
  readonly nearest: Readonly<Record<Measure, Spread>>;
  readonly closest: readonly ClosePair[];
}

export interface LeakageMeasure {
  /** Of the dataset's images, to the nearest real one. */
  readonly dataset: Spread;
  /** Of held-out real images, or of each real image to those of other subjects. */
  readonly real: Spread;
  /** 1st percentile of `real`. */
  readonly threshold: number;
  readonly below: number;
  readonly share: number;
  /** Exact 95 % interval of the share. */
  readonly interval: readonly [number, number];
  /** Of disguised copies of real images: share below the threshold, and share whose nearest is the original. */
  readonly copiesBelow: number;
  readonly copiesNamed: number;
}

/** What comparing with candidates only changes. */
export interface PrefilterLoss {
  /** Share for which it finds the same nearest image. */
  readonly same: number;
  /** By how much the distance is too large on average, as a share of it. */
  readonly excess: number;
}

export interface LeakageSection {
  readonly comparedWith: number;
  readonly byMeasure: Readonly<Record<Measure, LeakageMeasure>>;
  /** Images nearer to a real one than half of the disguised copies of real images lie to their originals; and the same of real images. */
  readonly nearCopies: {
    readonly count: number;
    readonly share: number;
    readonly realShare: number;
    readonly thresholds: { readonly pixels: number; readonly detail: number };
  };
  /** Of a sample that was compared with every real image pixel by pixel, not with `candidates` of them only. */
  readonly prefilter: {
    readonly candidates: number;
    readonly sample: number;
    readonly pixels: PrefilterLoss;
    readonly detail: PrefilterLoss;
  };
  readonly closest: readonly ClosePair[];
}

/** A set against the reference half or folder. */
export interface FeatureDistances {
  readonly frechet: number;
  readonly kernel: KernelDistance;
  /** Share of its images among the real ones. */
  readonly precision: number;
  /** Share of real images among its own. */
  readonly recall: number;
}

export type FeatureRanges = Readonly<
  Record<'frechet' | 'kernel' | 'precision' | 'recall', readonly [number, number]>
>;

export interface DistanceSection {
  /** Images of each set that is compared; of those it is compared with. */
  readonly count: number;
  readonly reference: number;
  readonly inMix: boolean;
  readonly neighbours: number;
  /** What is compared is drawn so often; values are means over the draws. */
  readonly draws: number;
  readonly dataset: FeatureDistances;
  /** The smallest and the largest of the draws. */
  readonly range: Readonly<Record<'dataset' | 'real', FeatureRanges>>;
  readonly real: FeatureDistances;
}

export interface Similarity {
  readonly pairs: number;
  readonly mean: number;
  readonly standardError: number;
  readonly highest: number;
}

export interface DiversitySection {
  readonly scales: number;
  /** Whether pairs are of one grade. */
  readonly withinGrades: boolean;
  readonly dataset: Similarity;
  readonly real?: Similarity;
}

export interface AppearanceSection {
  readonly against: 'real' | 'reference';
  /** Whether the reference's grades were mixed as the dataset's are. */
  readonly inMix: boolean;
  /** Wasserstein-1 of grey levels 0..1; of real images against the other half or held-out ones. */
  readonly histogram: {
    readonly distance: number;
    readonly real?: number;
    readonly dataset: readonly number[];
    readonly reference: readonly number[];
  };
  /** RMS difference in dB; `null` where the reference is of another size of picture. */
  readonly spectrum: {
    readonly distance: number;
    readonly real?: number;
    readonly dataset: readonly number[];
    readonly reference: readonly number[];
  } | null;
}

export interface GradedSet extends GradeScores {
  readonly images: number;
  readonly confusion: Confusion;
  /** Exact 95 % interval of `exact`. */
  readonly interval: readonly [number, number];
}

export interface GradesSection {
  readonly classes: readonly string[];
  readonly dataset: GradedSet;
  readonly real?: GradedSet;
  /** The real images' scores, were they in the dataset's mix of grades; `null` where they lack a grade that it has. */
  readonly realInMix?: GradeScores | null;
}

/** One finding, its limit and whether it holds. */
export interface Verdict {
  readonly name: string;
  readonly what: string;
  readonly found: number;
  readonly text: string;
  /** `null` where there is no limit. */
  readonly limit: number | null;
  readonly limitText: string;
  readonly holds: boolean | null;
}
