package dev.anyarch.model.platform;

/**
 * What is wanted of an image.
 *
 * @param wanted as the user wrote it: some engines normalise it, others do not
 * @param allow32Bit whether {@link Engine#COMPAT} may fall back from arm64 to arm and from amd64 to 386; the engines do
 *            as they do
 */
public record SelectionRequest(Platform wanted, boolean allow32Bit) {

    /** Without a fallback to 32 bits. */
    public static SelectionRequest of(Platform wanted) {
        return new SelectionRequest(wanted, false);
    }
}
