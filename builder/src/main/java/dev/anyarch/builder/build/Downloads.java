package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.BuildCache;
import dev.anyarch.builder.cache.RemoteFile;
import dev.anyarch.content.DigestingOutputStream;
import dev.anyarch.content.LimitedInputStream;
import dev.anyarch.content.NamedOutputStream;
import dev.anyarch.content.TarEntry;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** What {@code ADD URL} fetches, each once for all platforms. For several threads. */
final class Downloads {
    private static final int CONNECT_TIMEOUT_MS = 30_000;
    private static final int READ_TIMEOUT_MS = 120_000;
    private static final int MAX_REDIRECTS = 10;

    private final Scratch scratch;
    private final Optional<BuildCache> cache;
    private final Once<String, Download> downloads = new Once<>();
    private final Once<String, Version> versions = new Once<>();

    /** A downloaded file. */
    private record Download(Leaf file, Digest digest) {}

    /** What a file behind a URL is now. */
    record Version(Digest digest, Instant modified) {}

    Downloads(Scratch scratch, Optional<BuildCache> cache) {
        this.scratch = scratch;
        this.cache = cache;
    }

    /**
     * What the file behind {@code url} is. It is not fetched when an earlier build has had it and the server says that it is
     * the same.
     *
     * @param isFresh whether to fetch it anyway
     */
    Version version(String url, boolean isFresh) throws IOException, InterruptedException {
        if (isFresh || cache.isEmpty()) {
            return version(downloads.get(url, () -> load(url)));
        }
        return versions.get(url, () -> {
            Optional<RemoteFile> known = cache.get().findDownload(url);
            if (known.isPresent() && isUnchanged(url, known.get().tag())) {
                return new Version(known.get().digest(), known.get().modified());
            }
            return version(downloads.get(url, () -> load(url)));
        });
    }

    private static Version version(Download download) {
        return new Version(download.digest, download.file.metadata().mtime());
    }

    /**
     * The file behind {@code url}, mode 0600, with the server's {@code Last-Modified}.
     *
     * @throws InvalidContentException when it has another digest than {@code expected}
     */
    Leaf fetch(String url, Optional<Digest> expected, boolean isFresh) throws IOException, InterruptedException {
        Download download = downloads.get(url, () -> load(url));
        if (expected.isPresent() && !expected.get().equals(download.digest)) {
            throw new InvalidContentException("GET %s: digest mismatch: expected %s, received %s (%d bytes)"
                    .formatted(shown(url), expected.get(), download.digest, download.file.metadata().size()));
        }
        if (expected.isEmpty() && !version(url, isFresh).equals(version(download))) {
            throw new IOException("GET %s: it changed during the build; build again".formatted(shown(url)));
        }
        return download.file;
    }

    /** Whether the server still has the version that it called {@code tag}. */
    private static boolean isUnchanged(String url, String tag) throws IOException {
        HttpURLConnection connection = connect(url, Optional.of(tag));
        try {
            return connection.getResponseCode() == HttpURLConnection.HTTP_NOT_MODIFIED;
        } finally {
            connection.disconnect();
        }
    }

    private Download load(String url) throws IOException {
        HttpURLConnection connection = connect(url, Optional.empty());
        try (InputStream in = new LimitedInputStream(connection.getInputStream(), BuildLimits.EXPANSION.maxBytes(),
                "GET " + shown(url))) {
            Path file = scratch.newFile();
            long declared = connection.getContentLengthLong();
            try (OutputStream out = NamedOutputStream.open(file);
                    DigestingOutputStream digesting = new DigestingOutputStream(out)) {
                transfer(in, digesting, url);
                if (declared >= 0 && declared != digesting.count()) {
                    throw new InvalidContentException("GET %s: expected %d bytes, received %d".formatted(shown(url),
                            declared, digesting.count()));
                }
                TarEntry metadata = TarEntry.file(".", 0600, digesting.count())
                        .withMtime(Instant.ofEpochMilli(Math.max(0, connection.getLastModified())));
                // only a strong one says that the bytes are the same (RFC 9110, 8.8.1)
                Optional<String> tag = Optional.ofNullable(connection.getHeaderField("ETag"))
                        .filter(text -> text.startsWith("\""));
                Download download = new Download(new Leaf(metadata, new FileContent.Host(file)), digesting.digest());
                if (cache.isPresent() && tag.isPresent()) {
                    cache.get()
                            .putDownload(url, new RemoteFile(tag.get(), download.digest, metadata.size(),
                                    metadata.mtime()));
                }
                return download;
            }
        } finally {
            connection.disconnect();
        }
    }

    private static void transfer(InputStream in, DigestingOutputStream out, String url) throws IOException {
        try {
            in.transferTo(out);
        } catch (InvalidContentException | FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("GET %s: it ended after %d bytes: %s".formatted(shown(url), out.count(),
                    e.getMessage()), e);
        }
    }

    /** Follows redirections by hand, because the connection itself does not from http to https. */
    private static HttpURLConnection connect(String url, Optional<String> unlessTag) throws IOException {
        URI uri = parse(url);
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            if (!(uri.toURL().openConnection() instanceof HttpURLConnection connection)) {
                throw new IOException("GET %s: expected http or https".formatted(shown(url)));
            }
            connection.setConnectTimeout(CONNECT_TIMEOUT_MS);
            connection.setReadTimeout(READ_TIMEOUT_MS);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestProperty("User-Agent", "anyarch");
            unlessTag.ifPresent(tag -> connection.setRequestProperty("If-None-Match", tag));
            int status;
            try {
                status = connection.getResponseCode();
            } catch (UnknownHostException e) {
                throw new IOException("GET %s: host %s is not known".formatted(shown(url), uri.getHost()), e);
            } catch (IOException e) {
                throw new IOException("GET %s: %s".formatted(shown(url), e.getMessage()), e);
            }
            String location = connection.getHeaderField("Location");
            if (status == HttpURLConnection.HTTP_NOT_MODIFIED && unlessTag.isPresent()) {
                return connection;
            }
            if (status / 100 == 3 && location != null) {
                connection.disconnect();
                uri = uri.resolve(parse(location));
                if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
                    throw new IOException("GET %s: redirected to %s".formatted(shown(url), shown(uri.toString())));
                }
                continue;
            }
            if (status / 100 != 2) {
                connection.disconnect();
                throw new IOException("GET %s: expected status 2xx, received %d".formatted(shown(url), status));
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
