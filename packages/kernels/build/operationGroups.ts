/** Files of `src/groups`, each of which a page loads as a whole. */
export const operationGroups = [
  'convolutional',
  'elementwise',
  'statistics',
  'attention',
  'rearranging',
  'gridSample',
];
