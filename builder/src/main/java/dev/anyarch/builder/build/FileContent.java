package dev.anyarch.builder.build;

import dev.anyarch.builder.cache.FileStamp;
import dev.anyarch.content.XattrValue;
import dev.anyarch.model.Digest;
import dev.anyarch.runtime.UpperDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Where the bytes of a file are. Equal values are the same bytes, which is how equal layers are found. */
sealed interface FileContent {
    FileContent EMPTY = new Inline(XattrValue.of(new byte[0]));

    InputStream open() throws IOException;

    /**
     * A file of the context.
     *
     * @param stamp as it was seen; absent where the host has none, and for files that nobody remembers
     */
    record Host(Path path, Optional<FileStamp> stamp) implements FileContent {
        Host(Path path) {
            this(path, Optional.empty());
        }

        @Override
        public InputStream open() throws IOException {
            try {
                // what was a file when it was found may be a link by now
                return Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
            } catch (AccessDeniedException e) {
                throw UnreadableContextException.denied(path, e);
            } catch (NoSuchFileException e) {
                throw UnreadableContextException.gone(path, e);
            } catch (IOException e) {
                throw Files.isSymbolicLink(path) ? UnreadableContextException.changed(path) : e;
            }
        }
    }

    /** What a command of RUN wrote. */
    record Written(UpperDirectory directory, String path) implements FileContent {
        @Override
        public InputStream open() throws IOException {
            return directory.open(path);
        }
    }

    /** Bytes held here, of a file written in the Dockerfile. */
    record Inline(XattrValue value) implements FileContent {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(value.bytes());
        }
    }

    /**
     * A part of a layer or an archive.
     *
     * @param archive equal when its digest is
     */
    record Archived(Archive archive, long offset, long size) implements FileContent {
        @Override
        public InputStream open() throws IOException {
            return archive.open(offset, size);
        }
    }

    /** Something with files at known offsets of its expanded bytes. */
    interface Archive {
        Digest digest();

        InputStream open(long offset, long size) throws IOException;
    }
}
