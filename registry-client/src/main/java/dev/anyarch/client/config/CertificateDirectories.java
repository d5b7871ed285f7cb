package dev.anyarch.client.config;

import dev.anyarch.client.http.HttpUrl;
import dev.anyarch.client.http.TlsSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Docker's and Podman's {@code certs.d}: a directory per {@code HOST[:PORT]} with authorities ({@code *.crt}) and client
 * certificates ({@code NAME.cert} with {@code NAME.key}).
 */
record CertificateDirectories(List<Path> directories) {
    static final CertificateDirectories NONE = new CertificateDirectories(List.of());

    CertificateDirectories {
        directories = List.copyOf(directories);
    }

    static CertificateDirectories locate(Path configHome, Path etc) {
        return new CertificateDirectories(List.of(configHome.resolve("docker/certs.d"),
                configHome.resolve("containers/certs.d"), etc.resolve("docker/certs.d"),
                etc.resolve("containers/certs.d")));
    }

    /** Adds what the directories have for the host of {@code url}. */
    TlsSettings addTo(TlsSettings settings, HttpUrl url) {
        List<Path> authorities = new ArrayList<>(settings.authorities());
        Optional<TlsSettings.Identity> identity = settings.identity();
        for (Path directory : directories) {
            for (String name : RegistryHost.namesOf(url)) {
                Path host = directory.resolve(name);
                if (Files.isDirectory(host)) {
                    for (Path file : files(host)) {
                        if (file.toString().endsWith(".crt")) {
                            authorities.add(file);
                        } else if (file.toString().endsWith(".cert") && identity.isEmpty()) {
                            identity = Optional.of(new TlsSettings.Identity(file, keyOf(file)));
                        }
                    }
                }
            }
        }
        return new TlsSettings(settings.verify(), authorities, identity);
    }

    private static Path keyOf(Path certificate) {
        String name = certificate.toString();
        return Path.of(name.substring(0, name.length() - ".cert".length()) + ".key");
    }

    private static List<Path> files(Path directory) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException("%s: cannot be read: %s".formatted(directory, e.getMessage()), e);
        }
        files.sort(null);
        return files;
    }
}
