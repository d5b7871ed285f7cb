package dev.anyarch.client.http;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/** Wraps sockets in TLS, one context per kind of settings. Safe for use by several threads. */
final class TlsSockets {
    private final Map<TlsSettings, SSLSocketFactory> factories = new ConcurrentHashMap<>();

    Socket secure(Socket socket, Route route, HttpSettings settings) throws IOException {
        TlsSettings tls = settings.tls().apply(new HttpUrl(true, route.host(), route.port(), "/"));
        SSLSocketFactory factory = factories.get(tls);
        if (factory == null) {
            factory = createFactory(tls);
            factories.put(tls, factory);
        }
        SSLSocket secured = (SSLSocket) factory.createSocket(socket, route.address(), route.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        if (tls.verify()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        parameters.setApplicationProtocols(new String[]{"http/1.1"});
        if (isName(route.address())) {
            parameters.setServerNames(List.of(new SNIHostName(route.address())));
        }
        secured.setSSLParameters(parameters);
        secured.setSoTimeout(settings.timeouts().connectMillis());
        try {
            secured.startHandshake();
        } catch (SSLException e) {
            throw explain(e, route);
        }
        return secured;
    }

    private static IOException explain(SSLException e, Route route) {
        String server = route.host() + ":" + route.port();
        // JSSE has no type for this one: bytes that are no TLS record at all.
        if (String.valueOf(e.getMessage()).contains("Unsupported or unrecognized SSL message")) {
            return new PlainServerException(server + " does not speak TLS", e);
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return new UntrustedServerException("the certificate of %s is not trusted: %s".formatted(server,
                        cause.getMessage()), e);
            }
        }
        return e;
    }

    static SSLSocketFactory createFactory(TlsSettings tls) throws IOException {
        if (tls.equals(TlsSettings.VERIFY)) {
            return (SSLSocketFactory) SSLSocketFactory.getDefault();
        }
        try {
            KeyManager[] keys = tls.identity().isPresent() ? Pem.keyManagers(tls.identity().get()) : null;
            TrustManager[] trust = tls.verify()
                    ? Pem.trustManagers(tls.authorities())
                    : new TrustManager[]{new TrustEverything()};
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS with %s: %s".formatted(tls, e.getMessage()), e);
        }
    }

    private static boolean isName(String address) {
        return address.indexOf(':') < 0 && !address.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }
}
