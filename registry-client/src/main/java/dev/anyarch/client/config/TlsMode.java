package dev.anyarch.client.config;

import java.util.Locale;
import java.util.Optional;

/** How a registry is spoken to. */
public enum TlsMode {
    /** HTTPS with a certificate that is checked. */
    VERIFY,
    /** HTTPS with whatever certificate there is. */
    INSECURE,
    /** HTTP. */
    PLAIN,
    /** As {@code registries.conf} means {@code insecure = true}: HTTPS unchecked, HTTP when there is no HTTPS. */
    INSECURE_OR_PLAIN;

    /** Reads {@code verify}, {@code insecure} or {@code plain}. */
    static Optional<TlsMode> find(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "verify" -> Optional.of(VERIFY);
            case "insecure" -> Optional.of(INSECURE);
            case "plain" -> Optional.of(PLAIN);
            default -> Optional.empty();
        };
    }
}
