import type { ImageProvenance } from '@roentgan/gan-runtime';
import { PNG } from '@trustnxt/c2pa-ts/asset';
import {
  ActionAssertion,
  ActionType,
  AssertionLabels,
  ClaimVersion,
  DataHashAssertion,
  DigitalSourceType,
  ManifestStore,
} from '@trustnxt/c2pa-ts/manifest';
import { hashUuid } from './hashUuid.ts';
import type { PngSigner } from './signer.ts';

/** Key of what C2PA has no name for, in the parameters of the action `c2pa.created`. */
export const GENERATION = 'roentgan.generation';
/**
 * Zeros that make room for what is known last: the manifest's own place in the file, and the signature (64 or 96 bytes). What is left of
 * each stays between 24 and 255, where CBOR states its length in one byte.
 */
const HASH_ROOM = 100;
const SIGNATURE_ROOM = 160;

/**
 * A PNG with a signed C2PA manifest (C2PA 2.2; chunk `caBX` before the pixels): the action `c2pa.created` says that a trained model
 * made it, with which program, model, seed, labels and edits; a hash binds every byte of the file. The same arguments give
 * the same bytes: identifiers are hashes, keys sign without randomness, and no time is stated. C2PA has time stamps as an option; without
 * one, readers hold the certificate against the day on which they read.
 */
export async function signPng(
  bytes: Uint8Array<ArrayBuffer>,
  provenance: ImageProvenance,
  signer: PngSigner,
): Promise<Uint8Array<ArrayBuffer>> {
  const { certificate, chain, key } = signer;
  const asset = new PNG(bytes);
  const store = new ManifestStore();
  const c2paSigner = {
    algorithm: key.algorithm,
    certificate,
    chainCertificates: [...chain],
    sign: async (payload: Uint8Array) => key.sign(payload),
  };
  const uuid = await hashUuid(bytes, new Uint8Array(certificate.rawData));
  const manifest = store.createManifest({
    claimVersion: ClaimVersion.V2,
    assetFormat: 'image/png',
    instanceID: `xmp:iid:${uuid}`,
    defaultHashAlgorithm: 'SHA-256',
    signer: c2paSigner,
  });
  manifest.label = `urn:c2pa:${uuid}`;
  const software = softwareOf(provenance.creatorTool);
  manifest.claim!.claimGeneratorName = software.name;
  manifest.claim!.claimGeneratorVersion = software.version;
  manifest.signature!.signatureData.paddingLength = SIGNATURE_ROOM;
  manifest.addAssertion(createdAction(provenance, software));
  const hash = DataHashAssertion.create('SHA-256', HASH_ROOM);
  manifest.addAssertion(hash);
  await asset.ensureManifestSpace(store.measureSize());
  await hash.updateWithAsset(asset);
  await manifest.sign(c2paSigner);
  await asset.writeManifestJUMBF(store.getBytes());
  return Uint8Array.from(await asset.getDataRange());
}

function createdAction(provenance: ImageProvenance, software: Software): ActionAssertion {
  const { creatorTool: _, ...generation } = provenance;
  const created = new ActionAssertion();
  created.label = AssertionLabels.actionsV2;
  created.actions.push({
    action: ActionType.C2paCreated,
    digitalSourceType: DigitalSourceType.TrainedAlgorithmicMedia,
    softwareAgent:
      software.version === undefined ? { name: software.name } : { ...software, version: software.version },
    parameters: { [GENERATION]: withoutUndefined(generation) },
  });
  return created;
}

interface Software {
  readonly name: string;
  readonly version: string | undefined;
}

/** `Roentgan 0.1.0` as name and version. */
function softwareOf(creatorTool: string): Software {
  const [, name, version] = /^(.*?)(?: (\d[\w.+-]*))?$/.exec(creatorTool)!;
  return { name: name!, version };
}

/** CBOR has a value of its own for undefined, which no reader of manifests expects. */
function withoutUndefined(values: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
