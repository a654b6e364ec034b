export { datasetCard } from './cards/datasetCard.ts';
export { modelCard } from './cards/modelCard.ts';
export { DatasetError } from './datasetError.ts';
export { checkExport, type ExportCheck } from './export/checkExport.ts';
export { type ExportJob, type ExportResult, exportDataset } from './export/exportDataset.ts';
export { finishDataset } from './export/finishDataset.ts';
export {
  type FinishedBytes,
  type Finisher,
  type FinishSettings,
  imageFinisher,
} from './export/finishImage.ts';
export type { Folder } from './export/folder.ts';
export { generatorSource, type ImageSource } from './export/imageSource.ts';
export { JOURNAL, Journal } from './export/journal.ts';
export type { JournalChunk, JournalEnd, JournalHead } from './export/journalEntry.ts';
export { zipFolder } from './export/zipFolder.ts';
export type {
  ChunkWriter,
  DatasetFormat,
  DatasetWriter,
  FinishedImage,
  ImageRecord,
  WrittenFile,
} from './formats/datasetFormat.ts';
export type { DatasetContext, DatasetImage, DatasetModel, ImageEncoder } from './formats/format.ts';
export { type FormatName, formatNames, loadFormat } from './formats/formats.ts';
export type { GifEncoder, GifFrameOptions } from './gif/gifEncoder.ts';
export { type GreyFrame, greyGif, writeGifXmp } from './gif/greyGif.ts';
export { type MergeJob, type MergeResult, mergeShards, ShardsError } from './merge/mergeShards.ts';
export type { DatasetPlan } from './plan/datasetPlan.ts';
export type { DatasetSettings, EditAmount } from './plan/datasetSettings.ts';
export { planDataset } from './plan/planDataset.ts';
export type { PlannedImage } from './plan/plannedImage.ts';
export { type DatasetMaker, type DatasetRequest, resolveSettings } from './plan/resolveSettings.ts';
export type { ManifestSigner } from './provenance/c2pa/describeSigner.ts';
export type { ManifestState } from './provenance/c2pa/manifestState.ts';
export type { ManifestReport } from './provenance/c2pa/readManifest.ts';
export { checkImage, type ProvenanceReport } from './provenance/checkImage.ts';
export { imageProvenance } from './provenance/imageProvenance.ts';
export { type FoundMark, findMark } from './provenance/mark/findMark.ts';
export { markPixels } from './provenance/mark/markPixels.ts';
export { openSigning, type Signing, type SigningFiles } from './provenance/signing.ts';
export { dealChunks, type Shard, shardFolderName, shardOfFolder } from './shard/dealChunks.ts';
