package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.KeyWriter;
import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.content.TarEntry;
import dev.anyarch.runtime.CacheDirectory;
import dev.anyarch.runtime.LayerSource;
import java.io.IOException;
import java.io.InputStream;

/**
 * A {@code --mount=type=cache}. Which directory it is depends on the platform, since compilers and package tools keep in
 * caches what is not for another, on its {@code id}, and on what it begins with: a seed, or its mode and owner.
 *
 * @param path where it is mounted
 * @param key the same key is the same directory
 */
record CacheMount(String path, String key, CacheDirectory.Request request) {
    private static final int MODE = 0755;

    static CacheMount of(StageBuild stage, RunMount mount, String path) throws IOException, InterruptedException {
        String id = mount.option("id").filter(text -> !text.isEmpty()).orElse("/" + path);
        TarEntry empty = TarEntry
                .directory(CacheDirectory.CONTENT, (int) mount.number("mode", 8, MODE))
                .withOwner(mount.number("uid", 10, 0), mount.number("gid", 10, 0));
        KeyWriter key = new KeyWriter("cache mount").add(stage.platform().normalized().toString()).add(id);
        LayerSource content = consumer -> consumer.accept(empty, InputStream.nullInputStream());
        if (mount.option("from").isPresent()) {
            MountSource seed = MountSource.of(stage, mount);
            if (!(seed.node() instanceof Directory directory)) {
                throw new DockerfileException(mount.location(), "--mount=type=cache: source '%s': expected a directory"
                        .formatted(mount.option("source").orElse("/")));
            }
            seed.addTo(key.add(mount.option("source").orElse("/")), stage);
            content = MountSource.contents(directory, CacheDirectory.CONTENT);
        } else if (mount.option("source").isPresent()) {
            throw new DockerfileException(mount.location(),
                    "--mount=type=cache: source=%s needs from=STAGE or from=IMAGE".formatted(
                            mount.option("source").get()));
        } else {
            key.add(empty.mode()).add(empty.uid()).add(empty.gid());
        }
        String text = key.digest().toString();
        return new CacheMount(path, text, new CacheDirectory.Request(text,
                "cache mount %s for %s".formatted(id, stage.platform().normalized()), sharing(mount), content));
    }

    private static CacheDirectory.Sharing sharing(RunMount mount) {
        return switch (mount.option("sharing").orElse("shared")) {
            case "shared" -> CacheDirectory.Sharing.SHARED;
            case "locked" -> CacheDirectory.Sharing.LOCKED;
            case "private" -> CacheDirectory.Sharing.PRIVATE;
            case String other -> throw new IllegalStateException("checked with the mount already: " + other);
        };
    }
}
