package dev.anyarch.server;

import dev.anyarch.model.Digest;
import dev.anyarch.model.DigestAlgorithm;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From method, path and query to an {@link Endpoint}. A path is read from its end, where it is unambiguous: a repository
 * may well be called {@code a/manifests/b}.
 */
final class EndpointParser {
    /** The specification asks for at least ten. */
    static final int MAX_TAGS = 100;

    private static final int MAX_UPLOAD_ID = 128;

    private final String method;
    private final Query query;

    private EndpointParser(String method, Query query) {
        this.method = method;
        this.query = query;
    }

    /**
     * @param method as in the request line; {@code HEAD} is the same endpoint as {@code GET}
     * @param path still percent-encoded
     * @param query still percent-encoded; empty when there is none
     */
    static Endpoint parse(String method, String path, String query) throws Refusal {
        EndpointParser parser = new EndpointParser(method.equals("HEAD") ? "GET" : method, Query.parse(query));
        return switch (path) {
            case "/", "" -> parser.only("GET", new Endpoint.Welcome());
            case "/healthz" -> parser.only("GET", new Endpoint.Health());
            case "/v2", "/v2/" -> parser.only("GET", new Endpoint.ApiVersion());
            case "/v2/_catalog" -> parser.only("GET", new Endpoint.ListRepositories(Page.parse(parser.query)));
            default -> {
                if (!path.startsWith("/v2/")) {
                    throw noSuchPath();
                }
                yield parser.inRepository(segments(path.substring("/v2/".length())));
            }
        };
    }

    private static List<String> segments(String path) throws Refusal {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            String decoded = PercentCoding.decode(segment);
            if (decoded.indexOf('/') >= 0) {
                throw new Refusal(ErrorCode.NAME_INVALID, "path: expected no encoded slash");
            }
            segments.add(decoded);
        }
        return segments;
    }

    private Endpoint inRepository(List<String> path) throws Refusal {
        int size = path.size();
        String last = path.get(size - 1);
        String before = size >= 2 ? path.get(size - 2) : "";
        if (size >= 4 && before.equals("uploads") && path.get(size - 3).equals("blobs")) {
            RepositoryName repository = repository(path.subList(0, size - 3));
            return last.isEmpty() ? newUpload(repository) : upload(repository, last);
        }
        if (size < 3) {
            throw noSuchPath();
        }
        List<String> name = path.subList(0, size - 2);
        return switch (before) {
            case "manifests" -> manifest(repository(name), last);
            case "blobs" -> last.equals("uploads") ? newUpload(repository(name)) : blob(repository(name), last);
            case "referrers" -> referrers(repository(name), last);
            case "tags" -> {
                if (!last.equals("list")) {
                    throw noSuchPath();
                }
                yield only("GET", new Endpoint.ListTags(repository(name), Page.parse(query)));
            }
            default -> throw noSuchPath();
        };
    }

    private Endpoint manifest(RepositoryName repository, String reference) throws Refusal {
        return switch (method) {
            case "GET" -> new Endpoint.ReadManifest(repository, manifestName(reference));
            case "PUT" -> {
                ManifestName name = manifestName(reference);
                yield new Endpoint.WriteManifest(repository, name, tags(name));
            }
            case "DELETE" -> new Endpoint.DeleteManifest(repository, manifestName(reference));
            default -> throw notAllowed("GET, HEAD, PUT, DELETE");
        };
    }

    private Endpoint blob(RepositoryName repository, String digest) throws Refusal {
        return switch (method) {
            case "GET" -> new Endpoint.ReadBlob(repository, digest(digest));
            case "DELETE" -> new Endpoint.DeleteBlob(repository, digest(digest));
            default -> throw notAllowed("GET, HEAD, DELETE");
        };
    }

    private Endpoint referrers(RepositoryName repository, String digest) throws Refusal {
        return only("GET", new Endpoint.ListReferrers(repository, digest(digest),
                query.find("artifactType").filter(text -> !text.isEmpty()), Page.parse(query)));
    }

    private Endpoint newUpload(RepositoryName repository) throws Refusal {
        if (!method.equals("POST")) {
            throw notAllowed("POST");
        }
        Optional<String> mount = query.find("mount");
        if (mount.isPresent()) {
            Optional<String> from = query.find("from").filter(text -> !text.isEmpty());
            return new Endpoint.MountBlob(repository, digest(mount.get()),
                    from.isPresent() ? Optional.of(repository(List.of(from.get()))) : Optional.empty());
        }
        Optional<String> digest = query.find("digest");
        if (digest.isPresent()) {
            return new Endpoint.UploadWhole(repository, digest(digest.get()));
        }
        String algorithm = query.find("digest-algorithm").orElse(DigestAlgorithm.SHA256.id());
        return new Endpoint.StartUpload(repository, DigestAlgorithm.find(algorithm)
                .orElseThrow(() -> new Refusal(ErrorCode.DIGEST_INVALID,
                        "parameter 'digest-algorithm': expected sha256 or sha512, found '%s'".formatted(algorithm))));
    }

    private Endpoint upload(RepositoryName repository, String id) throws Refusal {
        if (id.length() > MAX_UPLOAD_ID || !id.chars().allMatch(EndpointParser::isIdCharacter)) {
            throw new Refusal(ErrorCode.BLOB_UPLOAD_UNKNOWN, "upload: expected an id that a POST answered with");
        }
        return switch (method) {
            case "GET" -> new Endpoint.UploadStatus(repository, id);
            case "PATCH" -> new Endpoint.AppendUpload(repository, id);
            case "PUT" -> new Endpoint.FinishUpload(repository, id, digest(query.find("digest")
                    .orElseThrow(() -> new Refusal(ErrorCode.DIGEST_INVALID,
                            "upload: expected the parameter 'digest', which is missing"))));
            case "DELETE" -> new Endpoint.CancelUpload(repository, id);
            default -> throw notAllowed("GET, HEAD, PATCH, PUT, DELETE");
        };
    }

    private static boolean isIdCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    private List<Tag> tags(ManifestName name) throws Refusal {
        List<String> texts = query.all("tag");
        if (texts.size() > MAX_TAGS) {
            throw new Refusal(ErrorCode.TAG_INVALID, 414,
                    "manifest: expected at most %d tags, found %d".formatted(MAX_TAGS, texts.size()));
        }
        List<Tag> tags = new ArrayList<>();
        if (name instanceof ManifestName.ByTag(Tag tag)) {
            if (!texts.isEmpty()) {
                throw new Refusal(ErrorCode.TAG_INVALID,
                        "manifest: the parameter 'tag' goes with a digest in the path, found tag '%s'".formatted(tag));
            }
            tags.add(tag);
        }
        for (String text : texts) {
            Tag tag = tag(text);
            if (!tags.contains(tag)) {
                tags.add(tag);
            }
        }
        return List.copyOf(tags);
    }

    private static ManifestName manifestName(String reference) throws Refusal {
        // a colon is in every digest and in no tag
        return reference.indexOf(':') >= 0
                ? new ManifestName.ByDigest(digest(reference))
                : new ManifestName.ByTag(tag(reference));
    }

    private static Tag tag(String text) throws Refusal {
        try {
            return new Tag(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(ErrorCode.TAG_INVALID, String.valueOf(e.getMessage()));
        }
    }

    private static Digest digest(String text) throws Refusal {
        try {
            return Digest.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(ErrorCode.DIGEST_INVALID, String.valueOf(e.getMessage()));
        }
    }

    private static RepositoryName repository(List<String> segments) throws Refusal {
        try {
            return new RepositoryName(String.join("/", segments));
        } catch (IllegalArgumentException e) {
            throw new Refusal(ErrorCode.NAME_INVALID, String.valueOf(e.getMessage()));
        }
    }

    private Endpoint only(String expected, Endpoint endpoint) throws Refusal {
        if (!method.equals(expected)) {
            throw notAllowed("GET, HEAD");
        }
        return endpoint;
    }

    private Refusal notAllowed(String allowed) {
        return new Refusal(ErrorCode.UNSUPPORTED, 405,
                "method: expected one of %s, found %s".formatted(allowed, method),
                List.of(new Header(Header.ALLOW, allowed)));
    }

    private static Refusal noSuchPath() {
        return new Refusal(ErrorCode.UNSUPPORTED, 404,
                "path: expected one of the distribution specification below /v2/, / or /healthz");
    }
}
