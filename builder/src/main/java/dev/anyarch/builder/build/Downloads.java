package dev.anyarch.builder.build;

import dev.anyarch.content.DigestingOutputStream;
import dev.anyarch.content.LimitedInputStream;
import dev.anyarch.content.TarEntry;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** What {@code ADD URL} fetches, each once for all platforms. For several threads. */
final class Downloads {
    private static final int CONNECT_TIMEOUT_MS = 30_000;
    private static final int READ_TIMEOUT_MS = 120_000;
    private static final int MAX_REDIRECTS = 10;

    private final Scratch scratch;
    private final Once<String, Download> downloads = new Once<>();

    /** A downloaded file. */
    private record Download(Leaf file, Digest digest) {}

    Downloads(Scratch scratch) {
        this.scratch = scratch;
    }

    /**
     * The file behind {@code url}, mode 0600, with the server's {@code Last-Modified}.
     *
     * @throws InvalidContentException when it has another digest than {@code expected}
     */
    Leaf fetch(String url, Optional<Digest> expected) throws IOException, InterruptedException {
        Download download = downloads.get(url, () -> load(url));
        if (expected.isPresent() && !expected.get().equals(download.digest)) {
            throw new InvalidContentException("GET %s: digest mismatch: expected %s, received %s (%d bytes)"
                    .formatted(shown(url), expected.get(), download.digest, download.file.metadata().size()));
        }
        return download.file;
    }

    private Download load(String url) throws IOException {
        HttpURLConnection connection = connect(url);
        try (InputStream in = new LimitedInputStream(connection.getInputStream(), BuildLimits.EXPANSION.maxBytes(),
                "GET " + shown(url))) {
            Path file = scratch.newFile();
            long declared = connection.getContentLengthLong();
            try (OutputStream out = Files.newOutputStream(file);
                    DigestingOutputStream digesting = new DigestingOutputStream(out)) {
                in.transferTo(digesting);
                if (declared >= 0 && declared != digesting.count()) {
                    throw new InvalidContentException("GET %s: expected %d bytes, received %d".formatted(shown(url),
                            declared, digesting.count()));
                }
                TarEntry metadata = TarEntry.file(".", 0600, digesting.count())
                        .withMtime(Instant.ofEpochMilli(Math.max(0, connection.getLastModified())));
                return new Download(new Leaf(metadata, new FileContent.Host(file)), digesting.digest());
            }
        } finally {
            connection.disconnect();
        }
    }

    /** Follows redirections by hand, because the connection itself does not from http to https. */
    private static HttpURLConnection connect(String url) throws IOException {
        URI uri = parse(url);
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            if (!(uri.toURL().openConnection() instanceof HttpURLConnection connection)) {
                throw new IOException("GET %s: expected http or https".formatted(shown(url)));
            }
            connection.setConnectTimeout(CONNECT_TIMEOUT_MS);
            connection.setReadTimeout(READ_TIMEOUT_MS);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestProperty("User-Agent", "anyarch");
            int status;
            try {
                status = connection.getResponseCode();
            } catch (IOException e) {
                throw new IOException("GET %s: %s".formatted(shown(url), e.getMessage()), e);
            }
            String location = connection.getHeaderField("Location");
            if (status / 100 == 3 && location != null) {
                connection.disconnect();
                uri = uri.resolve(parse(location));
                if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
                    throw new IOException("GET %s: redirected to %s".formatted(shown(url), shown(uri.toString())));
                }
                continue;
            }
            if (status != HttpURLConnection.HTTP_OK) {
                connection.disconnect();
                throw new IOException("GET %s: expected status 200, received %d".formatted(shown(url), status));
            }
            return connection;
        }
        throw new IOException("GET %s: more than %d redirections".formatted(shown(url), MAX_REDIRECTS));
    }

    static URI parse(String url) throws IOException {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IOException("'%s' is not a URL: %s".formatted(shown(url), e.getReason()), e);
        }
    }

    /** Without credentials in it. */
    private static String shown(String url) {
        return url.replaceFirst("//[^/@]*@", "//").replaceFirst("\\?.*", "?…");
    }
}
