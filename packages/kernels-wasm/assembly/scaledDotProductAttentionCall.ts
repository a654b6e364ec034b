import { Matrices } from './matrices';

/** Attention without the whole matrix of scores; fields as in scaledDotProductAttention.wgsl. */
@unmanaged
export class ScaledDotProductAttention extends Matrices {
  query: u32;
  key: u32;
  value: u32;
  KEYS: u32;
  FEATURES: u32; // of queries and keys; COLUMNS are those of the values
  SCALE: f32;
  CAUSAL: u32; // 1: a query sees no key behind its own place
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
}
