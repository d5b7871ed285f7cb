package dev.anyarch.cli;

import dev.anyarch.bake.definition.ContextPath;
import dev.anyarch.bake.definition.Entry;
import dev.anyarch.bake.definition.TargetAttribute;
import dev.anyarch.bake.definition.TargetDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A target as the arguments of {@code build}: whatever a build can do, a target can. For one thread. */
final class TargetArguments {
    private static final String WORKING_DIRECTORY = "cwd://";

    private final TargetDefinition target;
    private final Map<String, List<String>> options = new LinkedHashMap<>();

    private TargetArguments(TargetDefinition target) {
        this.target = target;
    }

    static Arguments of(TargetDefinition target) {
        return new TargetArguments(target).arguments();
    }

    private Arguments arguments() {
        String context = target.text(TargetAttribute.CONTEXT).orElse(".");
        set(BuildRequest.FILE, List.of(target.text(TargetAttribute.DOCKERFILE_INLINE).isPresent()
                ? "-"
                : dockerfile(context, target.text(TargetAttribute.DOCKERFILE).orElse("Dockerfile"))));
        set(BuildRequest.PLATFORM, target.texts(TargetAttribute.PLATFORMS));
        set(BuildRequest.BUILD_ARG, pairs(TargetAttribute.ARGS));
        set(BuildRequest.LABEL, pairs(TargetAttribute.LABELS));
        set(BuildRequest.ANNOTATION, target.texts(TargetAttribute.ANNOTATIONS));
        set(BuildRequest.TARGET, target.text(TargetAttribute.TARGET).filter(text -> !text.isEmpty()).stream().toList());
        set(BuildContexts.BUILD_CONTEXT, pairs(TargetAttribute.CONTEXTS)
                .stream()
                .map(pair -> pair.replaceFirst("=" + WORKING_DIRECTORY, "="))
                .toList());
        set(BuildOutputs.TAG, target.texts(TargetAttribute.TAGS));
        set(BuildRuns.SECRET, entries(TargetAttribute.SECRET, "id"));
        set(CacheOption.FROM, caches(TargetAttribute.CACHE_FROM));
        set(CacheOption.TO, caches(TargetAttribute.CACHE_TO));
        set(SshOption.SSH, target.entries(TargetAttribute.SSH).stream().map(TargetArguments::ssh).toList());
        set(ContainerRequest.ADD_HOST, pairs(TargetAttribute.EXTRA_HOSTS));
        set(BuildSettings.ULIMIT, target.texts(TargetAttribute.ULIMITS));
        set(BuildSettings.SHM_SIZE, target.text(TargetAttribute.SHM_SIZE).stream().toList());
        set(BuildSettings.NETWORK, target.text(TargetAttribute.NETWORK)
                .filter(network -> List.of("default", "host", "none").contains(network))
                .stream()
                .toList());
        set(BuildSettings.ALLOW, target.texts(TargetAttribute.ENTITLEMENTS));
        set(BuildOutputs.OUTPUT, target.entries(TargetAttribute.OUTPUT)
                .stream()
                .filter(output -> output.field("type").filter("cacheonly"::equals).isEmpty())
                .map(output -> output.toText("type"))
                .toList());
        return new Arguments(options, List.of(context));
    }

    private static String ssh(Entry entry) {
        return entry.field("id").orElse("default") + entry.field("paths").map(paths -> "=" + paths).orElse("");
    }

    /** Seen from the working directory; within a context that has to be fetched, from its root. */
    private static String dockerfile(String context, String dockerfile) {
        if (dockerfile.startsWith(WORKING_DIRECTORY)) {
            return ContextPath.clean(dockerfile);
        }
        return dockerfile.startsWith("/") || ContextPath.isRemote(context)
                ? dockerfile
                : ContextPath.clean(context + "/" + dockerfile);
    }

    private void set(Option option, List<String> values) {
        if (!values.isEmpty()) {
            options.put(option.name(), values);
        }
    }

    private List<String> pairs(TargetAttribute attribute) {
        List<String> pairs = new ArrayList<>();
        target.pairs(attribute).forEach((name, value) -> pairs.add(name + "=" + value));
        return pairs;
    }

    private List<String> caches(TargetAttribute attribute) {
        return target.entries(attribute)
                .stream()
                .filter(StackCaching::isAvailable)
                .map(entry -> entry.toText("type"))
                .toList();
    }

    private List<String> entries(TargetAttribute attribute, String first) {
        List<String> texts = new ArrayList<>();
        for (Entry entry : target.entries(attribute)) {
            texts.add(entry.toText(first));
        }
        return texts;
    }
}
