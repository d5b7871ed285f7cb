package dev.anyarch.client.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** An answer. Close it: a connection waits behind its body. For one thread. */
public final class HttpResponse implements Closeable {
    private final HttpUrl url;
    private final ResponseHead head;
    private final ResponseBody body;

    HttpResponse(HttpUrl url, ResponseHead head, ResponseBody body) {
        this.url = url;
        this.head = head;
        this.body = body;
    }

    /** Where the answer came from, after redirects. */
    public HttpUrl url() {
        return url;
    }

    public int status() {
        return head.status();
    }

    /** The words after the status, as the server chose them. */
    public String reason() {
        return head.reason();
    }

    public Optional<String> header(String name) {
        return head.headers().first(name);
    }

    public HttpHeaders headers() {
        return head.headers();
    }

    /** The announced length of the content, also of a {@code HEAD}; empty when the server did not say. */
    public Optional<Long> contentLength() throws IOException {
        return head.contentLength();
    }

    /** The content as it comes; ends with an exception when it ends early. */
    public InputStream body() {
        return body;
    }

    /** At most {@code limit} bytes of the content; more are left unread. */
    public byte[] readUpTo(int limit) throws IOException {
        return body.readNBytes(limit);
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
