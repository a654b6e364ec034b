import { isSyntheticSource } from '@roentgan/measurer';
import { type Asset, JPEG, PNG } from '@trustnxt/c2pa-ts/asset';
import { SuperBox } from '@trustnxt/c2pa-ts/jumbf';
import { type Action, ActionAssertion, type Manifest, ManifestStore } from '@trustnxt/c2pa-ts/manifest';
import { describeSigner, type ManifestSigner } from './describeSigner.ts';
import { checkManifest, type ManifestState } from './manifestState.ts';
import { GENERATION } from './signPng.ts';

/** What a file's C2PA manifest says, and whether that holds. */
export interface ManifestReport {
  readonly state: 'none' | 'unreadable' | ManifestState;
  /** Why it is not intact, in C2PA's words. */
  readonly reason?: string;
  readonly signer?: ManifestSigner;
  /** The last part of IPTC's digital source type, of the action that says most. */
  readonly digitalSourceType?: string;
  readonly saysSynthetic: boolean;
  /** Program that made the image. */
  readonly software?: string;
  /** What Roentgan states: model, seed, labels, edits. */
  readonly generation?: Readonly<Record<string, unknown>>;
}

const none: ManifestReport = { state: 'none', saysSynthetic: false };

/** Reads the active manifest of a PNG or JPEG and checks signature, hashes and certificate. Never throws for what a file holds. */
export async function readManifest(
  bytes: Uint8Array<ArrayBuffer>,
  format: 'png' | 'jpeg',
): Promise<ManifestReport> {
  try {
    const asset = format === 'png' ? new PNG(bytes) : new JPEG(bytes);
    const jumbf = asset.getManifestJUMBF();
    if (!jumbf) return none;
    const manifest = ManifestStore.read(SuperBox.fromBuffer(Uint8Array.from(jumbf))).getActiveManifest();
    if (!manifest) return { ...none, state: 'unreadable', reason: 'no manifest in the store' };
    return { ...(await checkManifest(manifest, asset as Asset)), ...stated(manifest) };
  } catch (error) {
    return {
      ...none,
      state: 'unreadable',
      reason: (error as Error).message.replace(/\s+/g, ' ').slice(0, 200),
    };
  }
}

function stated(manifest: Manifest): Omit<ManifestReport, 'state' | 'reason'> {
  const actions = (manifest.assertions?.assertions ?? []).flatMap((assertion) =>
    assertion instanceof ActionAssertion ? assertion.actions : [],
  );
  const typed = actions.filter((action) => sourceType(action) !== undefined);
  const telling = typed.find((action) => isSyntheticSource(sourceType(action)!)) ?? typed[0];
  const type = telling && sourceType(telling);
  const agent = telling?.softwareAgent ?? generator(manifest);
  const signer = describeSigner(manifest.signature?.signatureData);
  const generation = telling?.parameters?.[GENERATION];
  return {
    saysSynthetic: type !== undefined && isSyntheticSource(type),
    ...(signer && { signer }),
    ...(type !== undefined && { digitalSourceType: type }),
    ...(agent && { software: [agent.name, agent.version].filter(Boolean).join(' ') }),
    ...(isRecord(generation) && { generation }),
  };
}

function sourceType({ digitalSourceType }: Action): string | undefined {
  return typeof digitalSourceType === 'string' ? /(\w+)$/.exec(digitalSourceType)?.[1] : undefined;
}

function generator({ claim }: Manifest): { name: string; version?: string | undefined } | undefined {
  return claim && { name: claim.claimGeneratorName, version: claim.claimGeneratorVersion };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
