package dev.anyarch.server;

import java.nio.file.Path;

/**
 * What TLS needs, as PEM files.
 *
 * @param certificate the server's certificate, followed by the intermediate ones
 * @param key its private key (PKCS #8)
 */
public record TlsFiles(Path certificate, Path key) {}
