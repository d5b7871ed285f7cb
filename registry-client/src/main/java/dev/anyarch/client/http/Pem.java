package dev.anyarch.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** From PEM files to what JSSE wants. */
final class Pem {
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";

    private Pem() {}

    /** Trusts what the Java runtime trusts, and the certificates in {@code files}. */
    static TrustManager[] trustManagers(List<Path> files) throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        int count = 0;
        for (Path file : files) {
            for (Certificate certificate : certificates(file)) {
                store.setCertificateEntry("file-" + count++, certificate);
            }
        }
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager trust) {
                for (X509Certificate certificate : trust.getAcceptedIssuers()) {
                    store.setCertificateEntry("runtime-" + count++, certificate);
                }
            }
        }
        return managers(store);
    }

    static KeyManager[] keyManagers(TlsSettings.Identity identity) throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        Certificate[] chain = certificates(identity.certificates()).toArray(new Certificate[0]);
        if (chain.length == 0) {
            throw new IOException("%s: expected a certificate in PEM".formatted(identity.certificates()));
        }
        store.setKeyEntry("identity", privateKey(identity.key()), new char[0], chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static TrustManager[] managers(@org.jspecify.annotations.Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file) throws IOException,
            GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        } catch (GeneralSecurityException e) {
            throw new IOException("%s: expected certificates in PEM: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        int begin = text.indexOf(KEY_BEGIN);
        int end = text.indexOf(KEY_END);
        if (begin < 0 || end < begin) {
            throw new IOException(("%s: expected an unencrypted private key in PKCS #8, '%s'; "
                    + "convert with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW").formatted(file, KEY_BEGIN));
        }
        byte[] encoded = Base64.getMimeDecoder().decode(text.substring(begin + KEY_BEGIN.length(), end));
        for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException e) {
                // the key is of another algorithm; the file does not say which in text
            }
        }
        throw new IOException("%s: expected a private key of EC, RSA or EdDSA".formatted(file));
    }
}
