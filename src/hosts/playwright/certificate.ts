let made: Promise<{ readonly key: string; readonly cert: string }> | undefined;

/** A key and a certificate for localhost that no authority has signed, both PEM, made once a process. */
export function createCertificate() {
  made ??= import('selfsigned').then(async ({ generate }) => {
    const altNames = [
      { type: 2, value: 'localhost' },
      { type: 7, ip: '127.0.0.1' },
    ] as const;
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
      keyType: 'ec',
      extensions: [{ name: 'subjectAltName', altNames: [...altNames] }],
    });
    return { key, cert };
  });
  return made;
}
