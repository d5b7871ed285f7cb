package dev.anyarch.cli;

import dev.anyarch.builder.build.BuildResult;
import dev.anyarch.builder.build.ImageFiles;
import dev.anyarch.content.NamedOutputStream;
import dev.anyarch.content.TarWriter;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.store.ImageStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** Writes the files of what was built into a directory or an archive: of several platforms, each into its own directory. */
record FileOutput(Session session, BuildResult result, ImageStore store) {

    void write(BuildOutput.Files output) throws IOException, InterruptedException {
        boolean isSplit = output.isSplit().orElse(result.manifests().size() > 1);
        if (!output.isArchive()) {
            writeDirectories(session.environment().path(output.destination()), isSplit);
            return;
        }
        if (output.destination().equals("-")) {
            try (OutputStream out = session.console().binaryOutput()) {
                writeArchive(out, isSplit);
            }
            return;
        }
        Path file = session.environment().path(output.destination());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(NamedOutputStream.open(part))) {
                writeArchive(out, isSplit);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void writeDirectories(Path root, boolean isSplit) throws IOException, InterruptedException {
        for (Map.Entry<Platform, Descriptor> image : result.manifests().entrySet()) {
            try (ImageFiles files = ImageFiles.open(store, image.getValue())) {
                List<String> leftOut = files.writeTo(isSplit ? root.resolve(name(image.getKey())) : root);
                if (!leftOut.isEmpty()) {
                    session.console()
                            .message("warning: %s: left out %d devices and pipes, such as /%s; type=tar keeps them"
                                    .formatted(image.getKey(), leftOut.size(), leftOut.getFirst()));
                }
            }
        }
    }

    private void writeArchive(OutputStream out, boolean isSplit) throws IOException, InterruptedException {
        TarWriter tar = new TarWriter(out);
        for (Map.Entry<Platform, Descriptor> image : result.manifests().entrySet()) {
            try (ImageFiles files = ImageFiles.open(store, image.getValue())) {
                files.writeTo(tar, isSplit ? name(image.getKey()) : "");
            }
        }
        tar.finish();
    }

    /** As Docker names it: {@code linux_arm_v7}. */
    private static String name(Platform platform) {
        return platform.normalized().toString().replace('/', '_');
    }
}
