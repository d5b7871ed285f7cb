package dev.anyarch.runtime;

import dev.anyarch.content.TarType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Layers on disk, each once, shared by all builds and containers of a user. A layer appears by renaming, so what has a name
 * is whole. Names are short, for the kernel takes one page of them. For several threads and processes.
 */
public final class ExpandedLayers {
    private final Workspace workspace;
    private final Path directory;
    private final Rung rung;

    ExpandedLayers(Workspace workspace, Rung rung) throws IOException {
        this.workspace = workspace;
        this.rung = rung;
        this.directory = Files.createDirectories(KeptKind.LAYER.directory(workspace.root()));
    }

    Path directory() {
        return directory;
    }

    /** By which they are executed, and for which they are expanded. */
    public Rung rung() {
        return rung;
    }

    /** Whether it is there; what is, or comes afterwards, stays as long as this process. */
    private boolean claim(String name) throws IOException {
        Path layer = directory.resolve(name);
        try (HeldFile _ = KeptKind.lock(workspace.root())) {
            workspace.use(KeptKind.LAYER.use(name));
            if (!Files.isDirectory(layer)) {
                return false;
            }
            // an overlay takes this of its upper directory, so nobody sees it
            Files.setLastModifiedTime(layer, FileTime.from(Instant.now()));
            return true;
        }
    }

    /** Puts a layer on disk unless it is there. */
    public void expand(String name, LayerSource source) throws IOException {
        if (claim(name)) {
            return;
        }
        try (NewLayer layer = begin()) {
            source.forEach(layer::add);
            layer.keepAs(name);
        }
    }

    /** A layer whose name is known when it has been read. */
    public NewLayer begin() throws IOException {
        return new NewLayer(this, workspace);
    }

    /** Whether a layer is on disk, for now. */
    public boolean has(String name) {
        return Files.isDirectory(directory.resolve(name));
    }

    /** Whether a layer has a file at a path without links. */
    public boolean hasFile(String name, String path) throws IOException {
        Optional<InputStream> found = open(name, path);
        if (found.isPresent()) {
            found.get().close();
        }
        return found.isPresent();
    }

    /** Opens a file of a layer; absent when the layer has none at this path, which is without links. */
    public Optional<InputStream> open(String name, String path) throws IOException {
        int slash = path.lastIndexOf('/');
        String file = path.substring(slash + 1);
        try (OpenDirectory layer = OpenDirectory.open(directory.resolve(name))) {
            Optional<OpenDirectory> parent = layer.findInRoot(path.substring(0, Math.max(0, slash)));
            if (parent.isEmpty()) {
                return Optional.empty();
            }
            try (OpenDirectory open = parent.get()) {
                return open.find(file).flatMap(FileStatus::type).filter(TarType.FILE::equals).isPresent()
                        ? Optional.of(open.openFile(file))
                        : Optional.empty();
            }
        } catch (FileSystemException _) {
            return Optional.empty(); // a file in the way, which a higher layer replaces
        }
    }

    /**
     * Opens a file of the highest layer that has one at this path, which is without links.
     *
     * @param names of the layers, the lowest first
     */
    public Optional<InputStream> open(List<String> names, String path) throws IOException {
        for (String name : names.reversed()) {
            Optional<InputStream> found = open(name, path);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    public void expand(String name, InputStream archive) throws IOException {
        expand(name, LayerArchive.of(archive));
    }

    /** Makes a directory a layer; nothing happens when there is one of the name. Where it is afterwards. */
    Path adopt(String name, Path made) throws IOException {
        Path target = directory.resolve(name);
        if (claim(name)) {
            return target;
        }
        try {
            Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
            return target;
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            return present(target, e);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            return present(target, e);
        }
    }

    private static Path present(Path target, FileSystemException failure) throws FileSystemException {
        if (Files.isDirectory(target)) {
            return target;
        }
        throw failure;
    }
}
