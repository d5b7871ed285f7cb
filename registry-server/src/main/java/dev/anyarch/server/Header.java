package dev.anyarch.server;

import io.vertx.core.http.HttpHeaders;

/**
 * One header of a reply. Name and value are kept as the encoded bytes they are sent as; a value with control characters
 * is refused here, so that nothing a client sent can split a response.
 */
record Header(CharSequence name, CharSequence value) {
    static final CharSequence ACCEPT_RANGES = HttpHeaders.createOptimized("Accept-Ranges");
    static final CharSequence ALLOW = HttpHeaders.createOptimized("Allow");
    static final CharSequence API_VERSION = HttpHeaders.createOptimized("Docker-Distribution-API-Version");
    static final CharSequence CONTENT_LENGTH = HttpHeaders.createOptimized("Content-Length");
    static final CharSequence CONTENT_RANGE = HttpHeaders.createOptimized("Content-Range");
    static final CharSequence CONTENT_TYPE = HttpHeaders.createOptimized("Content-Type");
    static final CharSequence DIGEST = HttpHeaders.createOptimized("Docker-Content-Digest");
    static final CharSequence ETAG = HttpHeaders.createOptimized("ETag");
    static final CharSequence LINK = HttpHeaders.createOptimized("Link");
    static final CharSequence LOCATION = HttpHeaders.createOptimized("Location");
    static final CharSequence NOSNIFF = HttpHeaders.createOptimized("X-Content-Type-Options");
    static final CharSequence OCI_FILTERS_APPLIED = HttpHeaders.createOptimized("OCI-Filters-Applied");
    static final CharSequence OCI_SUBJECT = HttpHeaders.createOptimized("OCI-Subject");
    static final CharSequence OCI_TAG = HttpHeaders.createOptimized("OCI-Tag");
    static final CharSequence RANGE = HttpHeaders.createOptimized("Range");
    static final CharSequence UPLOAD_UUID = HttpHeaders.createOptimized("Docker-Upload-UUID");

    Header {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                throw new IllegalArgumentException(
                        "header %s: expected printable ASCII, found U+%04X".formatted(name, (int) c));
            }
        }
        value = HttpHeaders.createOptimized(value.toString());
    }
}
