/**
 * A certificate and its key that everybody can read here. They stand in where the user has none of their own, so that every file has a
 * manifest of the usual form; as anybody can sign with them, a signature by them PROVES NOTHING about who made a file. The
 * root that issued the certificate is trusted by nobody, and its key is kept nowhere. Valid to the end of 2099.
 */
export const testCertificate = `-----BEGIN CERTIFICATE-----
MIICITCCAdOgAwIBAgIBAzAFBgMrZXAwdjEjMCEGA1UECgwaUm9lbnRnYW4gVEVT
VCBjZXJ0aWZpY2F0ZXMxMjAwBgNVBAsMKVByb3ZlcyBub3RoaW5nOiB0aGUgc2ln
bmluZyBrZXkgaXMgcHVibGljMRswGQYDVQQDDBJSb2VudGdhbiB0ZXN0IHJvb3Qw
IBcNMjAwMTAxMDAwMDAwWhgPMjA5OTEyMzEyMzU5NTlaMHgxIzAhBgNVBAoMGlJv
ZW50Z2FuIFRFU1QgY2VydGlmaWNhdGVzMTIwMAYDVQQLDClQcm92ZXMgbm90aGlu
ZzogdGhlIHNpZ25pbmcga2V5IGlzIHB1YmxpYzEdMBsGA1UEAwwUUm9lbnRnYW4g
dGVzdCBzaWduZXIwKjAFBgMrZXADIQCN7KnMJg/iU8+Iey91CiZZEc++lFRpEayp
gX4oIPN+nqOBgTB/MAwGA1UdEwEB/wQCMAAwDgYDVR0PAQH/BAQDAgeAMB8GA1Ud
JQQYMBYGCCsGAQUFBwMEBgorBgEEAYPoXgIBMB0GA1UdDgQWBBT/mQSdrJVEuzTA
Yj4x7YHewdJ47zAfBgNVHSMEGDAWgBTdWcF6kGJiok5z5i77uqJBWscK3jAFBgMr
ZXADQQBtlPLDS/P3DOcuSanSnGYgiZua1lp7Eq04geNqf0MKjYvrnXa70E8MJSVu
aCzvQFC9Bhu3Alll/MwgptPrVGIB
-----END CERTIFICATE-----
`;

export const testKey = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIHCdqiIIfIgIFRTV4EZgu9BbrLPACCDubDJc+GnUP4iK
-----END PRIVATE KEY-----
`;

/** SHA-256 of the certificate, hexadecimal: how the settings of a dataset name it. */
export const testCertificateSha256 = '957f9ef68696d162477f3be0f83d197cee7acb72db3c43ddaf2943ed20e09045';
