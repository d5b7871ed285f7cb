package dev.anyarch.client;

import java.io.IOException;
import java.io.InputStream;

/** Content of a blob that can be read more than once, so that an upload can be repeated. */
@FunctionalInterface
public interface BlobContent {

    /** The content from its first byte; the same bytes every time. */
    InputStream open() throws IOException;
}
