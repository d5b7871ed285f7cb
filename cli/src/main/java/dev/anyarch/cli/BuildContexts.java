package dev.anyarch.cli;

import dev.anyarch.builder.build.BuildContext;
import dev.anyarch.builder.build.NamedContext;
import dev.anyarch.builder.build.NamedContexts;
import dev.anyarch.runtime.SshSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code --build-context}s of one build; what had to be fetched for them is there until it is closed. For one thread. */
final class BuildContexts implements Closeable {
    static final Option BUILD_CONTEXT = Option.values("--build-context", "NAME=WHERE",
            "what stands for a stage or image NAME: a directory, docker-image://REF, oci-layout://DIR[:TAG], a git repository or the URL of an archive");

    /** In front of the name of a target of the same stack. */
    static final String TARGET = "target:";
    private static final String IMAGE = "docker-image://";
    private static final String LAYOUT = "oci-layout://";

    private final Map<String, NamedContext> contexts = new LinkedHashMap<>();
    private final Deque<BuildContext> fetched = new ArrayDeque<>();

    private BuildContexts() {}

    static BuildContexts of(Arguments arguments, Environment environment) throws IOException, InterruptedException {
        BuildContexts contexts = new BuildContexts();
        boolean done = false;
        try {
            for (Map.Entry<String, String> named : KeyValues.parse(BUILD_CONTEXT, arguments).entrySet()) {
                contexts.add(named.getKey(), named.getValue(), environment,
                        SshOption.ofGit(arguments, environment));
            }
            done = true;
            return contexts;
        } finally {
            if (!done) {
                contexts.close();
            }
        }
    }

    private void add(String name, String where, Environment environment, Optional<SshSource> ssh)
            throws IOException, InterruptedException {
        if (where.startsWith(IMAGE)) {
            contexts.put(name, new NamedContext.Image(
                    Place.reference(where.substring(IMAGE.length())).toString()));
        } else if (where.startsWith(LAYOUT)) {
            contexts.put(name, new NamedContext.Image("oci:" + layout(where.substring(LAYOUT.length()))));
        } else if (where.startsWith(TARGET)) {
            contexts.put(name, new NamedContext.Image(where));
        } else {
            BuildContext context = BuildContext.isRemote(where)
                    ? BuildContext.fetchFiles(where, ssh)
                    : BuildContext.of(environment.path(where));
            fetched.push(context);
            if (!BuildContext.isRemote(where) && !context.directory().toFile().isDirectory()) {
                throw new UsageException(
                        "option --build-context %s: expected a directory, docker-image://REF, oci-layout://DIR, a git repository or a URL, found '%s'"
                                .formatted(name, where));
            }
            contexts.put(name, new NamedContext.Files(context.directory(),
                    context.ignoreFile(Optional.empty())));
        }
    }

    /** {@code DIR:TAG} or {@code DIR@DIGEST} as a place has it. */
    private static String layout(String text) {
        return text.replaceFirst("(?::[\\w.-]+)?@(sha\\d+:)", ":$1");
    }

    NamedContexts contexts() {
        return new NamedContexts(contexts);
    }

    /** What archives have that is not seen of them. */
    List<String> losses() {
        return fetched.stream().flatMap(context -> context.loss().stream()).toList();
    }

    @Override
    public void close() throws IOException {
        while (!fetched.isEmpty()) {
            fetched.pop().close();
        }
    }
}
