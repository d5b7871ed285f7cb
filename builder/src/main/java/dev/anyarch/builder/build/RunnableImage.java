package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.LayerLists;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.JsonFields;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.runtime.ContainerRuntime;
import dev.anyarch.runtime.ContainerSpec;
import dev.anyarch.runtime.ContainerUser;
import dev.anyarch.runtime.ExpandedLayers;
import dev.anyarch.runtime.MountPoint;
import dev.anyarch.runtime.RootFileSystem;
import dev.anyarch.store.ImageSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** An image of one platform whose layers are on disk, as a RUN would see it, to execute something in it. For one thread. */
public final class RunnableImage {
    private final BaseImage image;
    private final FileTree tree;
    private final Accounts accounts;
    private final List<String> layers;
    private final ExpandedLayers expanded;

    private RunnableImage(BaseImage image, FileTree tree, Accounts accounts, List<String> layers,
            ExpandedLayers expanded) {
        this.image = image;
        this.tree = tree;
        this.accounts = accounts;
        this.layers = List.copyOf(layers);
        this.expanded = expanded;
    }

    /**
     * Puts the layers on disk that are not there yet.
     *
     * @param reference for messages
     * @param manifest of the image in {@code source}
     * @param lists of what is in layers, from earlier times
     */
    public static RunnableImage open(ImageSource source, String reference, Digest manifest, ContainerRuntime runtime,
            LayerLists lists) throws IOException, InterruptedException {
        BaseImage image = BaseImageCatalog.read(reference, source, manifest);
        try (Scratch scratch = new Scratch()) {
            ImageLayers layers = new ImageLayers(BaseLayers.in(source, scratch, lists), source, runtime.layers());
            List<Descriptor> blobs = image.manifest().layers();
            for (int i = 0; i < blobs.size(); i++) {
                layers.add(blobs.get(i), image.config().diffIds().get(i));
            }
            ExpandedImage expanded = new ExpandedImage(layers.tree(), runtime.layers(), layers.names(),
                    image.config());
            // while what is not on disk can still be read elsewhere
            Accounts accounts = new Accounts(layers.tree(), expanded::open).read();
            return new RunnableImage(image, layers.tree(), accounts, layers.names(), runtime.layers());
        }
    }

    /** As its config says, not as an index claims. */
    public Platform platform() throws InvalidContentException {
        return image.config().platform();
    }

    /** Environment, entrypoint and the like. */
    public Optional<JsonFields> settings() throws InvalidContentException {
        return image.config().runtime();
    }

    /**
     * Who {@code user[:group]} is in this image; root when it is empty.
     *
     * @param groups by name or number, in addition to those of the user
     *
     * @throws IllegalArgumentException when a name is not known in it
     */
    public ContainerUser login(String user, List<String> groups) throws IOException {
        ContainerUser found = accounts.login(user);
        SortedSet<Long> all = new TreeSet<>(found.additionalGroups());
        for (String group : groups) {
            all.add(accounts.parse("0:" + group).gid());
        }
        return new ContainerUser(found.uid(), found.gid(), List.copyOf(all));
    }

    /** Where {@code user[:group]}, who can log in, is at home. */
    public String home(String user) throws IOException {
        return accounts.home(user);
    }

    /** A path with the links of the image resolved, with a slash in front. */
    public String resolve(String path) throws IOException {
        return "/" + tree.resolve(path, true).text();
    }

    /**
     * Looks at the program that is to be started.
     *
     * @param platform that the image is for, or the one that it is taken for
     * @param mounts where something is mounted, in addition to what everybody gets
     */
    public ProgramFinding examine(ContainerSpec spec, Platform platform, List<MountPoint> mounts)
            throws IOException {
        List<String> hidden = new ArrayList<>(List.of("/proc", "/sys", "/dev"));
        mounts.forEach(mount -> hidden.add("/" + mount.path()));
        return new ProgramSearch(new ExpandedImage(tree, expanded, layers, image.config()), spec.environment(),
                spec.directory(), hidden, platform).of(spec.arguments().getFirst());
    }

    /**
     * A new root file system.
     *
     * @param mounts where something will be mounted, resolved
     * @param directory where a program of {@code user} begins; made when it is not there
     */
    public RootFileSystem newRoot(ContainerRuntime runtime, List<MountPoint> mounts, String directory,
            ContainerUser user) throws IOException {
        RootFileSystem root = runtime.newRoot(layers, MountPlaces.of(tree, mounts), tree.root().metadata().mode());
        boolean done = false;
        try {
            TreePath start = tree.resolve(directory, true);
            boolean isMounted = mounts.stream().anyMatch(mount -> mount.path().equals(start.text()));
            if (start.node().isEmpty() && !isMounted) {
                root.makeDirectory(start.text(), user);
            }
            done = true;
            return root;
        } finally {
            if (!done) {
                root.close();
            }
        }
    }
}
