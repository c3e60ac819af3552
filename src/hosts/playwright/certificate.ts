/** A key and a certificate for this machine, both PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

let made: Promise<Certificate> | undefined;

/** A certificate for localhost that no authority has signed, made once a process. Its client must not insist on one. */
export function createCertificate(): Promise<Certificate> {
  made ??= import('selfsigned').then(async ({ generate }) => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
      keyType: 'ec',
      extensions: [
        {
          name: 'subjectAltName',
          altNames: [
            { type: 2, value: 'localhost' },
            { type: 7, ip: '127.0.0.1' },
          ],
        },
      ],
    });
    return { key, cert };
  });
  return made;
}
