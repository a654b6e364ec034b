/** The part of dcmjs that is used; the package has no declarations. */
declare module 'dcmjs' {
  interface Element {
    vr: string;
    Value: readonly unknown[];
  }

  /** A file: its meta information and its elements by tag, such as `00100010`. */
  class DicomDict {
    constructor(meta: Record<string, Element>);
    dict: Record<string, Element>;
    write(): ArrayBuffer;
  }

  interface DicomMetaDictionary {
    /** Attributes by keyword to elements by tag; `_vrMap` says what the dictionary leaves open. */
    denaturalizeDataset(attributes: object): Record<string, Element>;
  }

  const dcmjs: {
    data: { DicomDict: typeof DicomDict; DicomMetaDictionary: DicomMetaDictionary };
  };
  export default dcmjs;
}
