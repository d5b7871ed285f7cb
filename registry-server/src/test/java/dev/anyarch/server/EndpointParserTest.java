package dev.anyarch.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointParserTest {
    private static final String SHA256 = "sha256:" + "a".repeat(64);
    private static final String SHA512 = "sha512:" + "b".repeat(128);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        GET    | /                                   | Welcome[]
        HEAD   | /healthz                            | Health[]
        GET    | /v2/                                | ApiVersion[]
        GET    | /v2                                 | ApiVersion[]
        HEAD   | /v2/                                | ApiVersion[]
        GET    | /v2/_catalog                        | ListRepositories[page=Page[limit=10000, last=Optional.empty]]
        GET    | /v2/_catalog?n=5&last=b/c           | ListRepositories[page=Page[limit=5, last=Optional[b/c]]]
        GET    | /v2/a/tags/list?n=0                 | ListTags[repository=a, page=Page[limit=0, last=Optional.empty]]
        GET    | /v2/a/tags/list?n=99999999999999    | ListTags[repository=a, page=Page[limit=10000, last=Optional.empty]]
        HEAD   | /v2/a/b/tags/list?last=x            | ListTags[repository=a/b, page=Page[limit=10000, last=Optional[x]]]
        GET    | /v2/a/manifests/latest              | ReadManifest[repository=a, name=latest]
        HEAD   | /v2/a/manifests/S256                | ReadManifest[repository=a, name=S256]
        GET    | /v2/a/manifests/S512                | ReadManifest[repository=a, name=S512]
        GET    | /v2/a/manifests/b/manifests/1.0     | ReadManifest[repository=a/manifests/b, name=1.0]
        GET    | /v2/a/blobs/uploads/manifests/1     | ReadManifest[repository=a/blobs/uploads, name=1]
        GET    | /v2/a/manifests/list?ns=docker.io   | ReadManifest[repository=a, name=list]
        GET    | /v2/a/tags/manifests/list           | ReadManifest[repository=a/tags, name=list]
        PUT    | /v2/a/manifests/latest              | WriteManifest[repository=a, name=latest, tags=[latest]]
        PUT    | /v2/a/manifests/S256                | WriteManifest[repository=a, name=S256, tags=[]]
        PUT    | /v2/a/manifests/S256?tag=x&tag=y&tag=x | WriteManifest[repository=a, name=S256, tags=[x, y]]
        DELETE | /v2/a/manifests/latest              | DeleteManifest[repository=a, name=latest]
        DELETE | /v2/a/manifests/S256                | DeleteManifest[repository=a, name=S256]
        GET    | /v2/a/blobs/S256                    | ReadBlob[repository=a, digest=S256]
        GET    | /v2/a/blobs/sha256%3AHEX            | ReadBlob[repository=a, digest=S256]
        DELETE | /v2/a/blobs/S256                    | DeleteBlob[repository=a, digest=S256]
        POST   | /v2/a/blobs/uploads/                | StartUpload[repository=a, algorithm=SHA256]
        POST   | /v2/a/blobs/uploads                 | StartUpload[repository=a, algorithm=SHA256]
        POST   | /v2/a/blobs/uploads/?digest-algorithm=sha512 | StartUpload[repository=a, algorithm=SHA512]
        POST   | /v2/a/blobs/uploads/?digest=S512    | UploadWhole[repository=a, digest=S512]
        POST   | /v2/a/blobs/uploads/?mount=S256&from=b/c | MountBlob[repository=a, digest=S256, from=Optional[b/c]]
        POST   | /v2/a/blobs/uploads/?mount=S256&from=b%2Fc | MountBlob[repository=a, digest=S256, from=Optional[b/c]]
        POST   | /v2/a/blobs/uploads/?mount=S256     | MountBlob[repository=a, digest=S256, from=Optional.empty]
        GET    | /v2/a/blobs/uploads/id-1            | UploadStatus[repository=a, id=id-1]
        PATCH  | /v2/a/blobs/uploads/id-1            | AppendUpload[repository=a, id=id-1]
        PUT    | /v2/a/blobs/uploads/id-1?digest=S256 | FinishUpload[repository=a, id=id-1, digest=S256]
        DELETE | /v2/a/blobs/uploads/id-1            | CancelUpload[repository=a, id=id-1]
        GET    | /v2/a/referrers/S256                | ListReferrers[repository=a, subject=S256, artifactType=Optional.empty, page=Page[limit=10000, last=Optional.empty]]
        GET    | /v2/a/referrers/S256?artifactType=a%2Fb%2Bc | ListReferrers[repository=a, subject=S256, artifactType=Optional[a/b+c], page=Page[limit=10000, last=Optional.empty]]
        """)
    void isReadFromMethodPathAndQuery(String method, String target, String expected) throws Refusal {
        assertThat(parse(method, target)).hasToString(filled(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        GET    | /v1/                                | 404 | UNSUPPORTED
        GET    | /v2/a                               | 404 | UNSUPPORTED
        GET    | /v2/manifests/latest                | 404 | UNSUPPORTED
        GET    | /v2/a/tags/other                    | 404 | UNSUPPORTED
        GET    | /v2/a/other/list                    | 404 | UNSUPPORTED
        POST   | /v2/                                | 405 | UNSUPPORTED
        BREW   | /v2/a/manifests/latest              | 405 | UNSUPPORTED
        POST   | /v2/a/manifests/latest              | 405 | UNSUPPORTED
        PUT    | /v2/a/blobs/S256                    | 405 | UNSUPPORTED
        PUT    | /v2/a/referrers/S256                | 405 | UNSUPPORTED
        GET    | /v2/a/blobs/uploads/                | 405 | UNSUPPORTED
        GET    | /v2/A/manifests/latest              | 400 | NAME_INVALID
        GET    | /v2/../manifests/latest             | 400 | NAME_INVALID
        GET    | /v2/%2e%2e/manifests/latest         | 400 | NAME_INVALID
        GET    | /v2/a%2fb/manifests/latest          | 400 | NAME_INVALID
        GET    | /v2/a//b/manifests/latest           | 400 | NAME_INVALID
        GET    | /v2//manifests/latest               | 400 | NAME_INVALID
        GET    | /v2/a%00/manifests/latest           | 400 | NAME_INVALID
        GET    | /v2/_blobs/manifests/latest         | 400 | NAME_INVALID
        GET    | /v2/a%/manifests/latest             | 400 | NAME_INVALID
        GET    | /v2/a%4/manifests/latest            | 400 | NAME_INVALID
        GET    | /v2/a%zz/manifests/latest           | 400 | NAME_INVALID
        GET    | /v2/a%ff/manifests/latest           | 400 | NAME_INVALID
        GET    | /v2/LONG/manifests/latest           | 400 | NAME_INVALID
        GET    | /v2/a/manifests/.x                  | 400 | TAG_INVALID
        GET    | /v2/a/manifests/%2e%2e              | 400 | TAG_INVALID
        GET    | /v2/a/manifests/a%0d%0ab            | 400 | TAG_INVALID
        GET    | /v2/a/manifests/                    | 400 | TAG_INVALID
        GET    | /v2/a/manifests/LONG                | 400 | TAG_INVALID
        PUT    | /v2/a/manifests/x?tag=y             | 400 | TAG_INVALID
        PUT    | /v2/a/manifests/S256?tag=ok&tag=.no | 400 | TAG_INVALID
        GET    | /v2/a/manifests/sha256:short        | 400 | DIGEST_INVALID
        GET    | /v2/a/blobs/sha256:..%2fx           | 400 | NAME_INVALID
        GET    | /v2/a/blobs/sha256:UPPER            | 400 | DIGEST_INVALID
        GET    | /v2/a/blobs/md5:abc                 | 400 | DIGEST_INVALID
        GET    | /v2/a/referrers/latest              | 400 | DIGEST_INVALID
        PUT    | /v2/a/blobs/uploads/id              | 400 | DIGEST_INVALID
        PUT    | /v2/a/blobs/uploads/id?digest=x     | 400 | DIGEST_INVALID
        PUT    | /v2/a/blobs/uploads/id?digest=S256&digest=S256 | 400 | UNSUPPORTED
        POST   | /v2/a/blobs/uploads/?digest-algorithm=md5 | 400 | DIGEST_INVALID
        POST   | /v2/a/blobs/uploads/?mount=S256&from=../b | 400 | NAME_INVALID
        PATCH  | /v2/a/blobs/uploads/a.b             | 404 | BLOB_UPLOAD_UNKNOWN
        PATCH  | /v2/a/blobs/uploads/LONG            | 404 | BLOB_UPLOAD_UNKNOWN
        GET    | /v2/_catalog?n=-1                   | 400 | PAGINATION_NUMBER_INVALID
        GET    | /v2/_catalog?n=NaN                  | 400 | PAGINATION_NUMBER_INVALID
        GET    | /v2/a/tags/list?n=                  | 400 | PAGINATION_NUMBER_INVALID
        GET    | /v2/a/tags/list?n=1&n=2             | 400 | UNSUPPORTED
        """)
    void isRefusedWithACode(String method, String target, int status, ErrorCode code) {
        Refusal refusal = refusal(method, target);
        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.code()).isEqualTo(code);
    }

    @Test
    void moreTagsThanAllowedAreTooLongAQuery() {
        String hundred = "tag=t".repeat(1) + "&tag=t".repeat(EndpointParser.MAX_TAGS);
        assertThat(refusal("PUT", "/v2/a/manifests/S256?" + hundred).status()).isEqualTo(414);
        assertThat(refusal("PUT", "/v2/a/manifests/S256?" + "tag=t&".repeat(10_000)).status()).isEqualTo(414);
    }

    @Test
    void aWrongMethodIsToldTheRightOnes() {
        assertThat(refusal("POST", "/v2/a/blobs/S256").headers()).singleElement()
                .satisfies(header -> assertThat(header.value().toString()).isEqualTo("GET, HEAD, DELETE"));
    }

    private static Refusal refusal(String method, String target) {
        try {
            throw new AssertionError("accepted as " + parse(method, target));
        } catch (Refusal refusal) {
            return refusal;
        }
    }

    private static Endpoint parse(String method, String target) throws Refusal {
        String[] parts = filled(target).split("\\?", 2);
        return EndpointParser.parse(method, parts[0], parts.length > 1 ? parts[1] : "");
    }

    private static String filled(String text) {
        return text.replace("S256", SHA256)
                .replace("S512", SHA512)
                .replace("HEX", "a".repeat(64))
                .replace("UPPER", "A".repeat(64))
                .replace("LONG", "x".repeat(256));
    }
}
