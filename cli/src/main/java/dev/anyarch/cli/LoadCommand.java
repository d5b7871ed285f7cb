package dev.anyarch.cli;

import dev.anyarch.model.Annotations;
import dev.anyarch.model.Descriptor;
import dev.anyarch.operations.copy.SubsetMode;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.archive.DockerArchive;
import dev.anyarch.store.archive.DockerImage;
import dev.anyarch.store.archive.OciArchive;
import dev.anyarch.store.layout.NamedDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code anyarch load [-i FILE]}: archive to local store. */
final class LoadCommand implements Command {
    private static final Option INPUT = Option.value("-i,--input", "FILE",
            "the archive to read (default standard input)");
    private static final Option PLATFORM = Option.values("--platform", "P,…", "only these platforms");

    @Override
    public CommandSpec spec() {
        return new CommandSpec("load", "", 0, 0, "read the images of an archive into the local store",
                """
                    Takes what 'anyarch save', 'docker save' and 'podman save' write, compressed or not: every image that has a
                    name, under its name. Prints the digests.""",
                List.of(INPUT, PLATFORM));
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) throws IOException, InterruptedException {
        Optional<String> input = arguments.value(INPUT).filter(file -> !file.equals("-"));
        if (input.isPresent()) {
            load(input.get(), input.get(), arguments, session);
            return ExitCode.OK;
        }
        Path directory = TemporaryDirectories.create(Path.of(System.getProperty("java.io.tmpdir")), "anyarch-load-");
        try {
            Path file = directory.resolve("archive");
            Files.copy(session.environment().input(), file);
            load(file.toString(), "standard input", arguments, session);
        } finally {
            TemporaryDirectories.delete(directory);
        }
        return ExitCode.OK;
    }

    private static void load(String file, String subject, Arguments arguments, Session session)
            throws IOException, InterruptedException {
        Path path = session.environment().path(file);
        if (!Files.exists(path)) {
            throw new NoSuchFileException(file);
        }
        Map<String, Place> images = images(path, file);
        if (images.isEmpty()) {
            throw new UsageException(
                    "%s: expected an image with a name, found none; 'anyarch copy oci-archive:FILE store:NAME' gives it one"
                            .formatted(subject));
        }
        Transfer transfer = new Transfer(session, "loading", Platforms.choice(arguments.separatedValues(PLATFORM)),
                SubsetMode.REWRITE, false);
        for (Map.Entry<String, Place> image : images.entrySet()) {
            transfer.run(image.getValue(), new Place.InStore(Place.reference(image.getKey())), false);
        }
    }

    /** Where the image of each name is. An archive in both formats has more in OCI's: indexes and the bytes of manifests. */
    private static Map<String, Place> images(Path path, String file) throws IOException {
        Map<String, Place> images = new LinkedHashMap<>();
        try (OciArchive archive = OciArchive.open(path)) {
            for (NamedDescriptor root : archive.roots()) {
                Optional<String> name = name(root);
                if (name.isPresent()) {
                    images.put(name.get(),
                            new Place.InOciArchive(file, Optional.of(root.descriptor().digest().toString())));
                }
            }
        } catch (NotFoundException _) {
            // then it is of the other kind, or none: which that says
        }
        if (images.isEmpty()) {
            try (DockerArchive archive = DockerArchive.open(path)) {
                for (DockerImage image : archive.images()) {
                    image.names().forEach(name -> images.put(name, new Place.InDockerArchive(file, Optional.of(name))));
                }
            }
        }
        return images;
    }

    /** A tag alone names no repository. */
    private static Optional<String> name(NamedDescriptor root) {
        Descriptor descriptor = root.descriptor();
        return Optional.ofNullable(descriptor.annotations().get(Annotations.CONTAINERD_IMAGE_NAME))
                .or(() -> root.name().filter(name -> name.contains(":") || name.contains("/")));
    }
}
