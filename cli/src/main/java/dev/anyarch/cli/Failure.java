package dev.anyarch.cli;

import dev.anyarch.bake.source.BakeException;
import dev.anyarch.builder.build.BaseImageException;
import dev.anyarch.builder.build.NoSuchImageException;
import dev.anyarch.builder.build.NoSuchPlatformException;
import dev.anyarch.builder.build.RunFailedException;
import dev.anyarch.builder.build.SourceFailedException;
import dev.anyarch.builder.build.UnreadableContextException;
import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.operations.graph.MissingPlatformException;
import dev.anyarch.operations.index.PublishedSoFarException;
import dev.anyarch.runtime.CannotExecuteException;
import dev.anyarch.runtime.NeedsNamespaceException;
import dev.anyarch.store.DeniedException;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.PreconditionFailedException;
import dev.anyarch.store.RateLimitedException;
import dev.anyarch.store.StoreException;
import dev.anyarch.store.UnavailableException;
import dev.anyarch.store.daemon.NoEngineException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/**
 * What an exception means to the caller of the program.
 *
 * @param exit the exit code
 * @param message without the name of the program; one line, but for a Dockerfile's or bake file's, which shows the place
 */
record Failure(ExitCode exit, String message) {

    /** How the operating system and SQLite say it; the last one is about the file that its processes share. */
    private static final List<String> DISK_FULL = List.of("No space left", "SQLITE_FULL", "SQLITE_IOERR_SHMSIZE");

    static Failure of(Throwable thrown) {
        return switch (thrown) {
            case IOException e when isDiskFull(e) ->
                new Failure(ExitCode.CANNOT, message(e) + (message(e).startsWith("store:")
                        ? "; make space where the local store is (ANYARCH_HOME), also by 'anyarch prune', and try again"
                        : "; make space there and try again"));
            case StoreException e -> new Failure(exit(e), message(e));
            case CommandException e -> new Failure(exit(e), message(e));
            case DockerfileException e when e.getCause() instanceof UnreadableContextException ->
                new Failure(ExitCode.CANNOT, String.valueOf(e.getMessage()));
            case BaseImageException e -> new Failure(of(e.failure()).exit, message(e));
            case SourceFailedException e -> new Failure(of(e.failure()).exit, String.valueOf(e.getMessage()));
            case NoSuchImageException e -> new Failure(ExitCode.NOT_FOUND, String.valueOf(e.getMessage()));
            case DockerfileException e -> new Failure(ExitCode.INVALID_CONTENT, String.valueOf(e.getMessage()));
            case BakeException e -> new Failure(ExitCode.INVALID_CONTENT, String.valueOf(e.getMessage()));
            case InvalidContentException e -> new Failure(ExitCode.INVALID_CONTENT, message(e));
            case NoSuchPlatformException e -> new Failure(ExitCode.NO_SUCH_PLATFORM, message(e) + e.marked());
            case MissingPlatformException e -> new Failure(ExitCode.NO_SUCH_PLATFORM, message(e));
            case RunFailedException e -> new Failure(ExitCode.CHECKS_FAILED, message(e) + e.marked());
            case NeedsNamespaceException e -> new Failure(ExitCode.CANNOT, message(e));
            case CannotExecuteException e -> new Failure(ExitCode.CANNOT, message(e));
            case NoEngineException e -> new Failure(ExitCode.CANNOT, message(e));
            case InterruptedException _,InterruptedIOException _ ->
                new Failure(ExitCode.INTERRUPTED, "interrupted; nothing half-done is visible");
            case NoSuchFileException e ->
                new Failure(ExitCode.NOT_FOUND, e.getReason() != null
                        ? message(e)
                        : e.getMessage() + ": no such file or directory");
            case AccessDeniedException e -> new Failure(ExitCode.CANNOT, e.getMessage() + ": permission denied");
            case FileSystemException e -> new Failure(ExitCode.CANNOT, message(e));
            case IOException e -> new Failure(ExitCode.UNAVAILABLE, message(e));
            case IllegalArgumentException e -> new Failure(ExitCode.USAGE, message(e));
            case OutOfMemoryError e when String.valueOf(e.getMessage()).contains("native thread") ->
                new Failure(ExitCode.CANNOT,
                        "this user, or the control group, has too many processes already to start a thread (ulimit -u, pids.max): end some, or raise the limit");
            case OutOfMemoryError e ->
                new Failure(ExitCode.CANNOT, "not enough memory (%s); ANYARCH_JAVA_OPTS=-Xmx%dg gives more"
                        .formatted(e.getMessage(), 2 * Math.ceilDiv(Runtime.getRuntime().maxMemory(), 1L << 30)));
            case Throwable e -> new Failure(ExitCode.DEFECT, e.toString());
        };
    }

    private static ExitCode exit(StoreException exception) {
        return switch (exception) {
            case NotFoundException _ -> ExitCode.NOT_FOUND;
            case DeniedException _ -> ExitCode.DENIED;
            case RateLimitedException _ -> ExitCode.RATE_LIMITED;
            case UnavailableException _ -> ExitCode.UNAVAILABLE;
            case PreconditionFailedException _ -> ExitCode.PRECONDITION_FAILED;
        };
    }

    private static ExitCode exit(CommandException exception) {
        return switch (exception) {
            case UsageException _ -> ExitCode.USAGE;
            case CannotException _ -> ExitCode.CANNOT;
        };
    }

    private static String message(Throwable thrown) {
        StringBuilder message = new StringBuilder(
                Optional.ofNullable(thrown.getMessage()).orElse(thrown.getClass().getSimpleName()));
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (suppressed instanceof PublishedSoFarException soFar) {
                message.append("; ").append(soFar.getMessage());
            }
        }
        return message.toString().strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** Of this machine: what a registry says about its own has no cause here. */
    private static boolean isDiskFull(IOException exception) {
        Throwable first = exception;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        String message = Optional.ofNullable(first.getMessage()).orElse("");
        return !(first instanceof StoreException)
                && DISK_FULL.stream().anyMatch(message::contains);
    }
}
