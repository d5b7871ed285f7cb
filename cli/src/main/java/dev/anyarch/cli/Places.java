package dev.anyarch.cli;

import dev.anyarch.client.RegistryClient;
import dev.anyarch.client.auth.Credential;
import dev.anyarch.client.config.ClientSettings;
import dev.anyarch.client.config.TlsMode;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.reference.Reference;
import dev.anyarch.model.reference.RegistryName;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.storage.Storage;
import dev.anyarch.store.ImageSource;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.archive.DockerArchive;
import dev.anyarch.store.archive.DockerImage;
import dev.anyarch.store.archive.OciArchive;
import dev.anyarch.store.daemon.DaemonStore;
import dev.anyarch.store.daemon.DockerEngine;
import dev.anyarch.store.layout.NamedDescriptor;
import dev.anyarch.store.layout.OciLayout;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Opens places as sources and stores, and closes all of them in the end. Client and storage are opened when the first
 * place asks for them. For one thread.
 */
final class Places implements Closeable {
    private final Environment environment;
    private final boolean asksOnly;
    private final Deque<Closeable> opened = new ArrayDeque<>();
    private @Nullable ClientSettings settings;
    private @Nullable RegistryClient client;
    private @Nullable Storage storage;
    private @Nullable DockerEngine engine;

    Places(Environment environment, boolean asksOnly) {
        this.environment = environment;
        this.asksOnly = asksOnly;
    }

    /** The image that {@code place} names. */
    Found find(Place place) throws IOException {
        // What most runs ask for. A switch over types is put together at run time, which takes 5 ms in a process so young.
        if (place instanceof Place.InRegistry at) {
            return byReference(place, source(at), at.reference());
        }
        return switch (place) {
            case Place.InRegistry at -> byReference(place, source(at), at.reference());
            case Place.InStore at -> byReference(place, source(place), at.reference());
            case Place.InLayout at -> {
                OciLayout layout = keep(OciLayout.open(environment.path(at.directory())));
                yield new Found(place, layout, byName(place, layout, layout.roots(), at.name()));
            }
            case Place.InOciArchive at -> {
                OciArchive archive = keep(OciArchive.open(environment.path(at.file())));
                yield new Found(place, archive, byName(place, archive, archive.roots(), at.name()));
            }
            case Place.InDockerArchive at -> {
                DockerArchive archive = keep(DockerArchive.open(environment.path(at.file())));
                yield new Found(place, archive, byName(place, archive, names(archive), at.name()));
            }
            case Place.InDaemon at -> byReference(place, daemon(at), at.reference());
        };
    }

    /** The repository of {@code place}, whether it has the image or not. */
    ImageSource source(Place place) throws IOException {
        if (place instanceof Place.InRegistry at) {
            return source(at);
        }
        return switch (place) {
            case Place.InRegistry at -> source(at);
            case Place.InStore at -> storage().repository(StoreNames.repository(at.reference()));
            case Place.InLayout at -> keep(OciLayout.open(environment.path(at.directory())));
            case Place.InOciArchive at -> keep(OciArchive.open(environment.path(at.file())));
            case Place.InDockerArchive at -> keep(DockerArchive.open(environment.path(at.file())));
            case Place.InDaemon at -> daemon(at);
        };
    }

    private ImageSource source(Place.InRegistry at) throws IOException {
        return keep(client().repository(at.reference()));
    }

    /** Where an image can be written to directly, which is everywhere but in archives. */
    Target target(Place place) throws IOException {
        return switch (place) {
            case Place.InRegistry at -> new Target(place, keep(client().repository(at.reference())),
                    tags(at.reference()));
            case Place.InStore at -> new Target(place, storage().repository(StoreNames.repository(at.reference())),
                    tags(at.reference()));
            case Place.InLayout at -> new Target(place, keep(OciLayout.create(environment.path(at.directory()))),
                    List.of(tag(at.name())));
            case Place.InDaemon at -> new Target(place, daemon(at), tags(at.reference()));
            case Place.InOciArchive _,Place.InDockerArchive _ -> throw new UsageException(
                    place + ": expected a registry, the local store or a layout here; an archive can be copied to");
        };
    }

    /**
     * Begins to bring an image to {@code place}, which may be any.
     *
     * @param console for an archive to standard output, and for what a person should know of how the image arrived
     */
    Delivery deliver(Place place, Console console) throws IOException {
        return switch (place) {
            case Place.InOciArchive at -> archive(at.file(), at.name(), false, console);
            case Place.InDockerArchive at -> archive(at.file(), at.name(), true, console);
            case Place.InDaemon at -> new Delivery.ToDaemon(daemon(at), at, console::message);
            case Place.InLayout at -> {
                OciLayout layout = keep(OciLayout.create(environment.path(at.directory())));
                yield new Delivery.ToLayout(layout, new Target(place, layout, List.of(tag(at.name()))));
            }
            case Place.InRegistry _,Place.InStore _ -> new Delivery.Direct(target(place));
        };
    }

    private Delivery archive(String file, Optional<String> name, boolean docker, Console console) throws IOException {
        return file.equals("-")
                ? Delivery.ToArchive.toStandardOutput(console, name, docker)
                : Delivery.ToArchive.toFile(environment.path(file), name, docker);
    }

    /** The repository of {@code place} among its neighbours, between which blobs are mounted rather than moved. */
    static Optional<dev.anyarch.operations.index.Place> neighbourhood(Place place) {
        return switch (place) {
            case Place.InRegistry at -> Optional.of(new dev.anyarch.operations.index.Place(
                    at.reference().registry().value(), at.reference().repository()));
            case Place.InStore at -> Optional.of(new dev.anyarch.operations.index.Place("store:",
                    StoreNames.repository(at.reference())));
            case Place.InLayout _,Place.InOciArchive _,Place.InDockerArchive _,Place.InDaemon _ -> Optional.empty();
        };
    }

    /** From where blobs can be mounted in {@code to}. */
    static Optional<RepositoryName> mountFrom(Place from, Place to) {
        Optional<dev.anyarch.operations.index.Place> target = neighbourhood(to);
        return neighbourhood(from)
                .filter(source -> target.filter(other -> other.registry().equals(source.registry())
                        && !other.repository().equals(source.repository())).isPresent())
                .map(dev.anyarch.operations.index.Place::repository);
    }

    /** From now on, {@code registry} may use plain HTTP, or a certificate that nobody vouches for. */
    void allowInsecure(RegistryName registry) throws IOException {
        settings = settings().withTls(registry, TlsMode.INSECURE_OR_PLAIN);
    }

    /** Asks a registry whether it accepts {@code credential}. */
    void check(RegistryName registry, Credential credential) throws IOException {
        client().ping(registry, Optional.of(credential));
    }

    private ClientSettings settings() throws IOException {
        ClientSettings present = settings;
        if (present == null) {
            present = ClientSettings.load(environment.variables(), environment.home());
            settings = present;
        }
        return present;
    }

    private RegistryClient client() throws IOException {
        RegistryClient present = client;
        if (present == null) {
            present = keep(asksOnly ? RegistryClient.forQuestions(settings()) : new RegistryClient(settings()));
            client = present;
        }
        return present;
    }

    /** The engine, which whoever will need it later asks for before anything that takes long. */
    DockerEngine engine() throws IOException {
        DockerEngine present = engine;
        if (present == null) {
            present = Engines.connect(environment);
            engine = present;
        }
        return present;
    }

    private DaemonStore daemon(Place.InDaemon at) throws IOException {
        Path directory = TemporaryDirectories.create(Path.of(System.getProperty("java.io.tmpdir")), "anyarch-daemon-");
        opened.push(() -> TemporaryDirectories.delete(directory));
        return keep(DaemonStore.open(engine(), at.reference(), directory));
    }

    Storage storage() throws IOException {
        Storage present = storage;
        if (present == null) {
            present = keep(Storage.open(environment.storeDirectory()));
            storage = present;
        }
        return present;
    }

    private <T extends Closeable> T keep(T resource) {
        opened.push(resource);
        return resource;
    }

    private static Found byReference(Place place, ImageSource source, Reference reference) throws IOException {
        Optional<Descriptor> root = reference.digest().isPresent()
                ? source.resolve(reference.digest().get())
                : source.resolve(reference.tag().orElse(Tag.LATEST));
        if (root.isEmpty()) {
            throw new NotFoundException("%s: no such repository, tag or digest; %s".formatted(place,
                    listing(place, source)));
        }
        return new Found(place, source, root.get());
    }

    private static String listing(Place place, ImageSource source) {
        if (place instanceof Place.InStore) {
            return "anyarch images lists what is there";
        }
        return place instanceof Place.InDaemon
                ? "docker images lists what the engine has"
                : "anyarch tags %s lists what is there".formatted(source.location());
    }

    private static Descriptor byName(Place place, ImageSource source, List<NamedDescriptor> roots,
            Optional<String> name) throws IOException {
        if (name.isPresent() && name.get().matches("sha(256|512):.*")) {
            Optional<Descriptor> byDigest = source.resolve(Digest.parse(name.get()));
            if (byDigest.isPresent()) {
                return byDigest.get();
            }
        }
        List<NamedDescriptor> named = roots.stream()
                .filter(root -> name.isEmpty() || root.name().equals(name))
                .toList();
        if (named.size() == 1) {
            return named.getFirst().descriptor();
        }
        String names = roots.stream()
                .map(root -> root.name().orElseGet(() -> root.descriptor().digest().toString()))
                .collect(Collectors.joining(", "));
        if (named.isEmpty()) {
            throw new NotFoundException(
                    "%s: no such image; found %s".formatted(place, names.isEmpty() ? "none" : names));
        }
        throw new UsageException("%s: expected a name after the path, as there are several images: %s".formatted(place,
                names));
    }

    /** An image of a {@code docker save} archive may have several names, or none. */
    private static List<NamedDescriptor> names(DockerArchive archive) {
        List<NamedDescriptor> names = new ArrayList<>();
        for (DockerImage image : archive.images()) {
            image.names().forEach(name -> names.add(new NamedDescriptor(name, image.descriptor())));
            if (image.names().isEmpty()) {
                names.add(new NamedDescriptor(Optional.empty(), image.descriptor()));
            }
        }
        return names;
    }

    private static List<Tag> tags(Reference reference) {
        return reference.tag().map(List::of).orElse(List.of());
    }

    private static Tag tag(Optional<String> name) throws UsageException {
        try {
            return name.map(Tag::new).orElse(Tag.LATEST);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    @Override
    public void close() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }
}
