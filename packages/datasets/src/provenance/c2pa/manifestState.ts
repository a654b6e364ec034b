import type { Asset } from '@trustnxt/c2pa-ts/asset';
import { type Manifest, ValidationStatusCode } from '@trustnxt/c2pa-ts/manifest';

/**
 * `intact`: the signature holds, and no byte that it covers was changed. `expired`: as that, but the certificate is not valid now.
 * `changed`: the signature holds for another file than this one. `invalid`: the manifest itself was changed, or is not as C2PA asks for.
 */
export type ManifestState = 'intact' | 'expired' | 'changed' | 'invalid';

/** Whether the signature holds, and whether the file is what was signed. Certificates are held against no list of trusted ones. */
export async function checkManifest(
  manifest: Manifest,
  asset: Asset,
): Promise<{ readonly state: ManifestState; readonly reason?: string }> {
  const { statusEntries } = await manifest.validate(asset);
  const failures = new Set(statusEntries.filter(({ success }) => success === false).map(({ code }) => code));
  const isExpired = failures.delete(ValidationStatusCode.SigningCredentialExpired);
  // Where anything failed, the library does not come to the bytes of the file.
  if (isExpired) {
    for (const binding of manifest.assertions?.getHardBindings() ?? []) {
      const checked = await binding.validateAgainstAsset(asset);
      for (const { code, success } of checked.statusEntries) if (success === false) failures.add(code);
    }
  }
  if (failures.size === 0) return { state: isExpired ? 'expired' : 'intact' };
  const isChanged = [...failures].every((code) => code === ValidationStatusCode.AssertionDataHashMismatch);
  return { state: isChanged ? 'changed' : 'invalid', reason: [...failures].join(', ') };
}
