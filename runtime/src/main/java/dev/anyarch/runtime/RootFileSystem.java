package dev.anyarch.runtime;

import dev.anyarch.content.TarEntry;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Expanded layers merged to one tree, with an upper directory for what a program changes. Above all layers, so that nothing
 * that they take away is missing, is a skeleton with the places where something is mounted. For one thread.
 */
public final class RootFileSystem implements Closeable {
    private static final int PAGE = 4096;

    private final Workspace workspace;
    private final Path directory;
    private final Path layersDirectory;
    private final List<String> layers;
    private final List<MountPoint> points;
    private final UpperDirectory upper;

    private RootFileSystem(Workspace workspace, Path directory, ExpandedLayers expanded, List<String> layers,
            List<MountPoint> points) {
        this.points = points;
        this.workspace = workspace;
        this.directory = directory;
        this.layersDirectory = expanded.directory();
        this.layers = layers;
        this.upper = new UpperDirectory(directory.resolve("upper"), expanded.rung());
    }

    /**
     * @param layers names of expanded layers, or of {@link #upperLayer}, the lowest first
     * @param wanted where something will be mounted
     * @param mode of the root directory
     */
    static RootFileSystem create(Workspace workspace, ExpandedLayers expanded, List<String> layers,
            Skeleton wanted, int mode) throws IOException {
        Path directory = workspace.newDirectory();
        RootFileSystem root = new RootFileSystem(workspace, directory, expanded, List.copyOf(layers),
                wanted.points());
        for (String name : List.of("upper", "work", "merged", "skeleton", "state")) {
            Files.createDirectory(directory.resolve(name));
        }
        try (OpenDirectory open = OpenDirectory.open(directory)) {
            open.changeMode("upper", mode);
        }
        try (OpenDirectory skeleton = OpenDirectory.open(directory.resolve("skeleton"));
                LayerExpander expander = new LayerExpander(skeleton)) {
            for (TarEntry entry : wanted.entries()) {
                expander.add(entry, InputStream.nullInputStream());
            }
            expander.finish();
        }
        Files.setPosixFilePermissions(directory.resolve("skeleton"), PosixFilePermissions.fromString("rwxr-xr-x"));
        return root;
    }

    /** What changed, once something was executed. */
    public UpperDirectory upper() {
        return upper;
    }

    /** What changed, as a layer for another root file system while this one is open, once nothing is executed any more. */
    public String upperLayer() {
        return layersDirectory.relativize(directory.resolve("upper")).toString();
    }

    /** Makes a directory that the program begins in; like everything the program makes, it is a change. */
    public void makeDirectory(String path, ContainerUser owner) throws IOException {
        try (OpenDirectory open = OpenDirectory.open(upper.path());
                LayerExpander expander = new LayerExpander(open)) {
            expander.add(TarEntry.directory(path, 0755).withOwner(owner.uid(), owner.gid()).withMtime(Instant.now()),
                    InputStream.nullInputStream());
        }
    }

    /** Writes a program that is not part of the tree; the directory that holds nothing else, to be mounted. */
    public Path writeProgram(String name, String text) throws IOException {
        Path programs = Files.createDirectory(directory.resolve("programs"));
        Path file = Files.writeString(programs.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString("rwxr-xr-x"));
        return programs;
    }

    /** Where the files are mounted that every container has. */
    List<MountPoint> hostFiles() {
        return points.stream().filter(point -> point.file().isPresent()).toList();
    }

    Path directory() {
        return directory;
    }

    /** The lowest first. */
    List<Path> layerPaths() {
        return layers.stream().map(layersDirectory::resolve).toList();
    }

    Path layersDirectory() {
        return layersDirectory;
    }

    /**
     * The options of the mount; paths are relative to the directory of the layers, since they have to fit into a page.
     *
     * @param isReadOnly whether nothing is written, whoever asks
     */
    String overlayOptions(boolean isUserNamespace, boolean isReadOnly) throws CannotExecuteException {
        String here = layersDirectory.relativize(directory).toString();
        List<String> lower = new ArrayList<>(List.of(here + "/skeleton"));
        lower.addAll(layers.reversed());
        String options = (isReadOnly ? "ro," : "")
                + "lowerdir=%s,upperdir=%s/upper,workdir=%s/work".formatted(String.join(":", lower), here, here)
                + (isUserNamespace ? ",userxattr" : ",index=off,metacopy=off,redirect_dir=off");
        if (options.length() >= PAGE) {
            throw new CannotExecuteException(
                    "an image of %d layers cannot be mounted: the kernel takes %d bytes of their names, this is %d"
                            .formatted(layers.size(), PAGE - 1, options.length()));
        }
        return options;
    }

    @Override
    public void close() throws IOException {
        upper.release();
        workspace.removeDirectory(directory);
    }
}
