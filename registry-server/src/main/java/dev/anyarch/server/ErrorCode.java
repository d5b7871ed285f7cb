package dev.anyarch.server;

/**
 * The codes of error bodies (OCI distribution-spec, "Error Codes"), with the status each usually has. The last ones are
 * not in the specification: {@code TAG_INVALID}, {@code PAGINATION_NUMBER_INVALID} and {@code UNKNOWN} are what clients
 * know from other registries, {@code PRECONDITION_FAILED} and {@code TIMEOUT} say what the status says.
 */
enum ErrorCode {
    BLOB_UNKNOWN(404), BLOB_UPLOAD_INVALID(400), BLOB_UPLOAD_UNKNOWN(404), DIGEST_INVALID(400), MANIFEST_BLOB_UNKNOWN(
            400), MANIFEST_INVALID(400), MANIFEST_UNKNOWN(404), NAME_INVALID(400), NAME_UNKNOWN(404), SIZE_INVALID(
                    400), DENIED(403), UNSUPPORTED(405), TOOMANYREQUESTS(
                            429), TAG_INVALID(400), PAGINATION_NUMBER_INVALID(
                                    400), PRECONDITION_FAILED(412), TIMEOUT(408), UNAVAILABLE(503), UNKNOWN(500);

    private final int status;

    ErrorCode(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }
}
