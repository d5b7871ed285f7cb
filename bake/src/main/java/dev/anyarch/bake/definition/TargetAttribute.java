package dev.anyarch.bake.definition;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The attributes of a target, in the order in which they are printed. */
public enum TargetAttribute {
    DESCRIPTION("description", Kind.TEXT), INHERITS("inherits", Kind.TEXTS, Merge.APPEND), ANNOTATIONS("annotations",
            Kind.TEXTS,
            Merge.APPEND), ATTEST("attest", Kind.ENTRIES, Merge.APPEND), CONTEXT("context", Kind.TEXT), CONTEXTS(
                    "contexts", Kind.PAIRS), DOCKERFILE("dockerfile", Kind.TEXT), DOCKERFILE_INLINE("dockerfile-inline",
                            Kind.TEXT), ARGS("args", Kind.PAIRS), LABELS("labels", Kind.PAIRS), TAGS("tags",
                                    Kind.TEXTS), CACHE_FROM("cache-from", Kind.ENTRIES, Merge.APPEND), CACHE_TO(
                                            "cache-to", Kind.ENTRIES), TARGET("target", Kind.TEXT), SECRET("secret",
                                                    Kind.ENTRIES, Merge.APPEND), SSH("ssh", Kind.ENTRIES,
                                                            Merge.APPEND), PLATFORMS("platforms", Kind.TEXTS), OUTPUT(
                                                                    "output",
                                                                    Kind.ENTRIES), PULL("pull", Kind.FLAG), NO_CACHE(
                                                                            "no-cache", Kind.FLAG), NETWORK("network",
                                                                                    Kind.TEXT), NO_CACHE_FILTER(
                                                                                            "no-cache-filter",
                                                                                            Kind.TEXTS,
                                                                                            Merge.APPEND), SHM_SIZE(
                                                                                                    "shm-size",
                                                                                                    Kind.TEXT), ULIMITS(
                                                                                                            "ulimits",
                                                                                                            Kind.TEXTS,
                                                                                                            Merge.APPEND), RESOURCES(
                                                                                                                    "resources",
                                                                                                                    Kind.PAIRS), CALL(
                                                                                                                            "call",
                                                                                                                            Kind.TEXT), ENTITLEMENTS(
                                                                                                                                    "entitlements",
                                                                                                                                    Kind.TEXTS,
                                                                                                                                    Merge.APPEND), EXTRA_HOSTS(
                                                                                                                                            "extra-hosts",
                                                                                                                                            Kind.PAIRS), POLICY(
                                                                                                                                                    "policy",
                                                                                                                                                    Kind.ENTRIES,
                                                                                                                                                    Merge.APPEND);

    /** What kind of {@link Setting} an attribute takes. */
    public enum Kind {
        TEXT, FLAG, TEXTS, PAIRS, ENTRIES
    }

    /** What a later definition of the attribute does with an earlier one. */
    enum Merge {
        REPLACE, APPEND,
        /** Later ones win, by key. */
        BY_KEY
    }

    private final String text;
    private final Kind kind;
    private final Merge merge;

    TargetAttribute(String text, Kind kind) {
        this(text, kind, kind == Kind.PAIRS ? Merge.BY_KEY : Merge.REPLACE);
    }

    TargetAttribute(String text, Kind kind, Merge merge) {
        this.text = text;
        this.kind = kind;
        this.merge = merge;
    }

    /** As it is written in a bake file. */
    public String text() {
        return text;
    }

    public Kind kind() {
        return kind;
    }

    Merge merge() {
        return merge;
    }

    public static Optional<TargetAttribute> find(String text) {
        return Arrays.stream(values()).filter(attribute -> attribute.text.equals(text)).findFirst();
    }

    /** All names. */
    public static List<String> texts() {
        return Arrays.stream(values()).map(TargetAttribute::text).toList();
    }
}
