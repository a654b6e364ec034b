// The settings of a kiosk, for the command that writes one: no DOM.
export { type Changeable, fitModel } from './fitModel.ts';
export type { KioskConfig } from './kioskConfig.ts';
export { KioskConfigError, readKioskConfig } from './readKioskConfig.ts';
