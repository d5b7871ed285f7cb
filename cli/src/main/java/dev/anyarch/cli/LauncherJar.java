package dev.anyarch.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The jar that the launcher runs, made of all jars that the program needs: whenever a class or a service is looked for that is
 * nowhere, the JVM opens and reads every jar on the class path, 20 ms. The same jars in the same order make the same jar. Not
 * a command.
 */
public final class LauncherJar {
    private static final String SERVICES = "META-INF/services/";
    private static final String VERSIONS = "META-INF/versions/";
    private static final String MODULE = "module-info.class";
    private static final LocalDateTime WHEN = LocalDateTime.of(1980, 1, 1, 0, 0);

    private LauncherJar() {}

    /**
     * Makes one jar of several.
     *
     * @param arguments the jar to write, and the jars to read; where two have an entry of the same name, the first one's is
     *        taken
     */
    public static void main(String[] arguments) throws IOException {
        List<Path> paths = Arrays.stream(arguments).map(Path::of).toList();
        write(paths.getFirst(), paths.subList(1, paths.size()));
    }

    static void write(Path target, List<Path> jars) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (Path jar : jars) {
            read(jar, entries);
        }
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(target))) {
            // read at every start, so inflating would cost more than it saves
            out.setMethod(ZipOutputStream.STORED);
            put(out, JarFile.MANIFEST_NAME, manifest());
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                put(out, entry.getKey(), entry.getValue());
            }
        }
    }

    private static void read(Path path, Map<String, byte[]> entries) throws IOException {
        try (JarFile jar = new JarFile(path.toFile(), false)) {
            for (ZipEntry entry : Collections.list(jar.entries())) {
                String name = entry.getName();
                if (entry.isDirectory() || name.equals(JarFile.MANIFEST_NAME) || isOfSignatureOrModule(name)) {
                    continue;
                }
                try (InputStream in = jar.getInputStream(entry)) {
                    byte[] content = in.readAllBytes();
                    if (name.startsWith(SERVICES)) {
                        entries.merge(name, content, LauncherJar::lines);
                    } else {
                        entries.putIfAbsent(name, content);
                    }
                }
            }
        }
    }

    private static boolean isOfSignatureOrModule(String name) {
        return name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)") || name.equals(MODULE)
                || name.startsWith(VERSIONS) && name.endsWith("/" + MODULE);
    }

    private static byte[] lines(byte[] first, byte[] second) {
        String text = new String(first, StandardCharsets.UTF_8) + "\n" + new String(second, StandardCharsets.UTF_8);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] manifest() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(WHEN);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}
