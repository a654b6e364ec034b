import type { DatasetContext, DatasetImage } from '../formats/format.ts';
import { type Descriptions, describe } from './descriptions.ts';
import { shortText } from './dicomText.ts';
import { identityOf } from './identity.ts';
import type { ImageSubject } from './imageSubject.ts';
import { type Attributes, pixelAttributes } from './pixelAttributes.ts';

/** Secondary Capture Image Storage: an image that comes from no device of a modality (PS3.4, B.5). */
export const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';

/**
 * All attributes of the Secondary Capture Image IOD (PS3.3 A.8.1) that are written, but the pixels, the identifier of the instance and
 * the private ones. docs/dicom.md says why each is there. An empty text is an attribute that has to be there and has no value.
 */
export function attributesOf(image: DatasetImage, context: DatasetContext): Attributes {
  const texts = describe(image, context);
  return {
    ...patientAndStudy(image, context, texts),
    ...subjectAttributes(context.subject ?? {}),
    ...equipment(context, texts),
    ...imageAttributes(context, texts),
    ...pixelAttributes(image),
  };
}

function patientAndStudy(image: DatasetImage, context: DatasetContext, texts: Descriptions): Attributes {
  const { patientId, patientName, studyUid, seriesUid } = identityOf(image, context);
  return {
    PatientName: patientName,
    PatientID: patientId,
    PatientBirthDate: '',
    PatientSex: '',
    PatientComments: texts.patient,
    StudyInstanceUID: studyUid,
    StudyDate: dateOf(context),
    StudyTime: '',
    ReferringPhysicianName: '',
    StudyID: shortText(String(image.index), 16),
    AccessionNumber: '',
    StudyDescription: texts.study,
    SeriesInstanceUID: seriesUid,
    SeriesNumber: 1,
    SeriesDescription: texts.series,
    Modality: 'OT',
  };
}

function subjectAttributes({ bodyPart, laterality, view, pixelSpacing }: ImageSubject): Attributes {
  // An anteroposterior image is seen as if facing the patient: rows run to the patient's left, columns to the feet.
  const isFacing = view === 'AP' && laterality !== undefined;
  return {
    PatientOrientation: isFacing ? ['L', 'F'] : '',
    Laterality: laterality ?? '',
    ...(bodyPart && { BodyPartExamined: bodyPart }),
    ...(view && { ViewPosition: view }),
    ...(pixelSpacing && { PixelSpacing: [...pixelSpacing] }),
  };
}

function equipment({ software, model }: DatasetContext, texts: Descriptions): Attributes {
  const maker = {
    Manufacturer: shortText(software.replace(/ [\d.]+\S*$/, '')),
    ManufacturerModelName: shortText(model.name),
    DeviceSerialNumber: shortText(model.sha256),
    SoftwareVersions: shortText(software),
  };
  return {
    ...maker,
    ConversionType: 'SYN',
    ContributingEquipmentSequence: [
      {
        PurposeOfReferenceCodeSequence: [
          { CodeValue: '109100', CodingSchemeDesignator: 'DCM', CodeMeaning: 'Synthesizing Equipment' },
        ],
        ...maker,
        ContributionDescription: texts.derivation,
      },
    ],
  };
}

function imageAttributes(context: DatasetContext, texts: Descriptions): Attributes {
  const date = dateOf(context);
  return {
    SpecificCharacterSet: 'ISO_IR 192',
    SOPClassUID: SECONDARY_CAPTURE,
    SyntheticData: 'YES',
    ImageType: ['DERIVED', 'SECONDARY'],
    InstanceNumber: 1,
    ...(date && { ContentDate: date }),
    ImageComments: texts.image,
    DerivationDescription: texts.derivation,
    BurnedInAnnotation: 'NO',
    RecognizableVisualFeatures: 'NO',
    LossyImageCompression: '00',
  };
}

/** `20261122`, where the user states a date. */
function dateOf({ date }: DatasetContext): string {
  return (date ?? '').replaceAll('-', '');
}
