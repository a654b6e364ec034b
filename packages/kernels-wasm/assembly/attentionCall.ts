import { Epilogue } from './epilogue';

/** Attention without the whole matrix of scores; fields as in scaledDotProductAttention.wgsl. */
@unmanaged
export class Attention extends Epilogue {
  query: u32;
  key: u32;
  value: u32;
  BATCH: u32;
  SLOTS: u32;
  ROWS: u32;
  KEYS: u32;
  FEATURES: u32;
  COLUMNS: u32;
  SCALE: f32;
  CAUSAL: u32;
  LEADING: u32;
  GROUPS: u32;
  SIZE_2: u32;
  SIZE_3: u32;
  QUERY_IMAGE: u32; // in values, as are the strides of keys and values
  QUERY_GROUP: u32;
  QUERY_2: u32;
  QUERY_3: u32;
  QUERY_SLOT: u32;
  QUERY_FEATURE: u32;
  QUERY_LANE: u32;
  KEY_IMAGE: u32;
  KEY_GROUP: u32;
  KEY_2: u32;
  KEY_3: u32;
  KEY_ROW: u32;
  KEY_FEATURE: u32;
  VALUE_IMAGE: u32;
  VALUE_GROUP: u32;
  VALUE_2: u32;
  VALUE_3: u32;
  VALUE_ROW: u32;
  VALUE_COLUMN: u32;
  OUTPUT_IMAGE: u32; // in vectors, as are the strides of the output
  OUTPUT_2: u32;
  OUTPUT_3: u32;
  OUTPUT_SLOT: u32;
  OUTPUT_COLUMN: u32;
  OUTPUT_LANE: u32;
}
