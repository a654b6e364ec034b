import type { DataSet } from 'dicom-parser';

/** What a DICOM file says of where it comes from. */
export interface DicomOrigin {
  /** Synthetic Data (0008,001C): `YES`, `NO` or what else stands there. */
  readonly syntheticData?: string;
  /** Conversion Type (0008,0064) of a secondary capture: `SYN` for a synthetic image. */
  readonly conversionType?: string;
  /** What is named as synthesizing equipment: (109100, DCM) among the Contributing Equipment (0018,A001). */
  readonly synthesizer?: {
    readonly manufacturer?: string;
    readonly model?: string;
    readonly software?: string;
    readonly serialNumber?: string;
  };
  /** Image Comments (0020,4000). */
  readonly comments?: string;
  /** Derivation Description (0008,2111). */
  readonly derivation?: string;
}

const SYNTHESIZING_EQUIPMENT = '109100';

export function dicomOriginOf(elements: DataSet): DicomOrigin {
  return withoutAbsent({
    syntheticData: textOf(elements, 'x0008001c'),
    conversionType: textOf(elements, 'x00080064'),
    synthesizer: synthesizerOf(elements),
    comments: textOf(elements, 'x00204000'),
    derivation: textOf(elements, 'x00082111'),
  });
}

/** The side that the file names: Image Laterality (0020,0062) or Laterality (0020,0060). */
export function lateralityOf(elements: DataSet): 'R' | 'L' | undefined {
  return [textOf(elements, 'x00200062'), textOf(elements, 'x00200060')].find(
    (side): side is 'R' | 'L' => side === 'R' || side === 'L',
  );
}

function synthesizerOf(elements: DataSet): DicomOrigin['synthesizer'] {
  for (const { dataSet: item } of elements.elements.x0018a001?.items ?? []) {
    const purpose = item?.elements.x0040a170?.items?.[0]?.dataSet;
    if (!item || !purpose || textOf(purpose, 'x00080100') !== SYNTHESIZING_EQUIPMENT) continue;
    return withoutAbsent({
      manufacturer: textOf(item, 'x00080070'),
      model: textOf(item, 'x00081090'),
      software: textOf(item, 'x00181020'),
      serialNumber: textOf(item, 'x00181000'),
    });
  }
  return undefined;
}

/** UTF-8, of which ASCII is a part; other character sets lose their special characters only. */
function textOf(elements: DataSet, tag: string): string | undefined {
  const element = elements.elements[tag];
  if (!element || element.length === 0 || element.hadUndefinedLength) return undefined;
  const bytes = elements.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
  const text = new TextDecoder().decode(bytes).replace(/\0/g, '').trim();
  return text === '' ? undefined : text;
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutAbsent<T extends object>(record: T): Present<T> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Present<T>;
}
