package dev.anyarch.bake.hcl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of texts, in hexadecimal digits. */
final class Digests {
    private Digests() {}

    static byte[] digest(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String of(String algorithm, String text) {
        return HexFormat.of().formatHex(digest(algorithm, text.getBytes(UTF_8)));
    }

    static String hexadecimal(String text) {
        return HexFormat.of().formatHex(text.getBytes(UTF_8));
    }
}
