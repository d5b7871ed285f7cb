package dev.anyarch.client.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The {@code Basic} scheme (RFC 7617), in UTF-8. */
public final class BasicAuthorization {
    private BasicAuthorization() {}

    /** The value of an {@code Authorization} header. */
    public static String of(String user, String password) {
        return "Basic " + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** From the part of a URL before the {@code @}, percent-encoded. */
    static String ofUserInformation(String userInformation) {
        int colon = userInformation.indexOf(':');
        String user = colon < 0 ? userInformation : userInformation.substring(0, colon);
        String password = colon < 0 ? "" : userInformation.substring(colon + 1);
        return of(decode(user), decode(password));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
