package dev.anyarch.cli;

import dev.anyarch.testkit.Reply;
import dev.anyarch.testkit.ScriptedRegistry.Request;
import java.util.regex.Pattern;

/** A request that a command makes on its way; {@code HERE} is the registry of a {@link RegistryScene}. */
enum Step {
    PING("GET", "/v2/", "login HERE -u me -p hidden"), LOGIN_TOKEN("GET", "/token", "login HERE -u me -p hidden"), TAGS(
            "GET", "/v2/app/tags/list", "tags HERE/app"), TOKEN("GET", "/token", "pull HERE/app:1"), TAG_HEAD("HEAD",
                    "/v2/app/manifests/1",
                    "pull HERE/app:1"), MANIFEST_GET("GET", "/v2/app/manifests/sha256:.*", "pull HERE/app:1"), BLOB_GET(
                            "GET", "/v2/app/blobs/sha256:.*", "pull HERE/app:1"), LAYOUT_MANIFEST_GET("GET",
                                    "/v2/app/manifests/sha256:.*",
                                    "copy HERE/app:1 oci:copied:1"), LAYOUT_BLOB_GET("GET", "/v2/app/blobs/sha256:.*",
                                            "copy HERE/app:1 oci:copied:1"), ARCHIVE_BLOB_GET("GET",
                                                    "/v2/app/blobs/sha256:.*",
                                                    "copy HERE/app:1 oci-archive:copied.tar:1"), PUSH_TOKEN("GET",
                                                            "/token", "copy oci:images:1 HERE/new:1"), BLOB_HEAD("HEAD",
                                                                    "/v2/new/blobs/sha256:.*",
                                                                    "copy oci:images:1 HERE/new:1"), MOUNT("POST",
                                                                            "/v2/new/blobs/uploads/\\?mount=.*",
                                                                            "copy HERE/app:1 HERE/new:1"), UPLOAD_POST(
                                                                                    "POST", "/v2/new/blobs/uploads/",
                                                                                    "copy oci:images:1 HERE/new:1"), BLOB_PUT(
                                                                                            "PUT",
                                                                                            "/v2/new/blobs/uploads/.*",
                                                                                            "copy oci:images:1 HERE/new:1"), MANIFEST_PUT(
                                                                                                    "PUT",
                                                                                                    "/v2/new/manifests/sha256:.*",
                                                                                                    "copy oci:images:1 HERE/new:1"), TAG_PUT(
                                                                                                            "PUT",
                                                                                                            "/v2/new/manifests/1",
                                                                                                            "copy oci:images:1 HERE/new:1"), INDEX_SOURCE_HEAD(
                                                                                                                    "HEAD",
                                                                                                                    "/v2/app/manifests/1",
                                                                                                                    "index create -t HERE/new:1 HERE/app:1"), INDEX_PUT(
                                                                                                                            "PUT",
                                                                                                                            "/v2/new/manifests/1",
                                                                                                                            "index create -t HERE/new:1 HERE/app:1");

    private final String method;
    private final Pattern target;
    private final String command;

    Step(String method, String target, String command) {
        this.method = method;
        this.target = Pattern.compile(target + (target.contains("?") ? "" : "(\\?.*)?"));
        this.command = command;
    }

    /** How messages begin. */
    String operation() {
        return command.startsWith("index create ") ? "index create" : command.substring(0, command.indexOf(' '));
    }

    boolean is(Request request) {
        return request.method().equals(method) && target.matcher(request.target()).matches();
    }

    /** What a registry that refuses says. */
    static Reply refusal(int status, RegistryScene scene) {
        Reply reply = Reply.of(status);
        if (status == 401) {
            reply = reply.header("WWW-Authenticate", scene.challenge());
        }
        if (status == 429) {
            reply = reply.header("Retry-After", "3600");
        }
        return reply.json("{\"errors\":[{\"code\":\"SCRIPTED\",\"message\":\"because the test says so\"}]}");
    }

    Cli.Outcome run(RegistryScene scene) {
        return scene.run(command.replace("HERE", scene.name()).split(" ", -1));
    }
}
