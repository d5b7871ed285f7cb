package dev.anyarch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LauncherJarTest {
    @TempDir
    private Path directory;

    @Test
    void whatSeveralHaveIsTakenFromTheFirstAndServicesFromAll() throws IOException {
        Path first = jar("first", "a/A.class", "META-INF/services/s", "META-INF/SIGNED.SF", "module-info.class");
        Path second = jar("second", "a/A.class", "b/B.class", "META-INF/services/s",
                "META-INF/versions/9/module-info.class", "META-INF/versions/9/b/B.class");
        Path merged = directory.resolve("merged.jar");
        LauncherJar.write(merged, List.of(first, second));
        try (JarFile jar = new JarFile(merged.toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName)).containsExactly("META-INF/MANIFEST.MF", "a/A.class",
                    "META-INF/services/s", "b/B.class", "META-INF/versions/9/b/B.class");
            assertThat(text(jar, "a/A.class")).isEqualTo("first");
            assertThat(text(jar, "META-INF/services/s")).isEqualTo("first\nsecond");
            assertThat(jar.getManifest().getMainAttributes().getValue(Attributes.Name.MULTI_RELEASE)).isEqualTo("true");
        }
    }

    @Test
    void theSameJarsMakeTheSameJar() throws IOException {
        List<Path> jars = List.of(jar("first", "a", "b"), jar("second", "c"));
        LauncherJar.write(directory.resolve("one.jar"), jars);
        LauncherJar.write(directory.resolve("two.jar"), jars);
        assertThat(directory.resolve("one.jar")).hasSameBinaryContentAs(directory.resolve("two.jar"));
    }

    /** In which every entry has the jar's name as its content. */
    private Path jar(String content, String... names) throws IOException {
        Path path = directory.resolve(content + ".jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(path))) {
            out.putNextEntry(new ZipEntry("directory/"));
            for (String name : names) {
                out.putNextEntry(new ZipEntry(name));
                out.write(content.getBytes(UTF_8));
            }
        }
        return path;
    }

    private static String text(JarFile jar, String name) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
