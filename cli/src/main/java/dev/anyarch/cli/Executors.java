package dev.anyarch.cli;

import dev.anyarch.runtime.CannotExecuteException;
import dev.anyarch.runtime.ContainerRuntime;
import dev.anyarch.runtime.Ladder;
import dev.anyarch.runtime.NeedsNamespaceException;
import dev.anyarch.runtime.Rung;
import dev.anyarch.runtime.SearchPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How this process executes programs of images: a rung of the ladder, chosen once. Where that is a user namespace, the command
 * ends with a {@link NeedsNamespaceException}, everything is closed, and the program begins anew in the namespace.
 */
final class Executors {
    /** The system property that tells a process which rung's namespace it is in. */
    static final String PROPERTY = "anyarch.executor";
    /** The variable that forces a rung. */
    static final String VARIABLE = "ANYARCH_EXECUTOR";

    private Executors() {}

    /** @throws CannotExecuteException when nothing works, with the reason of every rung */
    static ContainerRuntime open(Environment environment) throws IOException, InterruptedException {
        Optional<Rung> inside = Rung.parse(environment.executor());
        Rung rung = inside.isPresent() ? inside.get() : choose(environment);
        if (rung.isInNamespace() && inside.isEmpty()) {
            throw new NeedsNamespaceException(rung);
        }
        return ContainerRuntime.open(directory(environment), path(environment), rung);
    }

    /** For a command that reads what cannot be read twice, and may have something to execute then. */
    static void prepare(Environment environment) throws IOException, InterruptedException {
        if (environment.executor().isPresent()) {
            return;
        }
        Rung rung;
        try {
            // what is read cannot be read again if the one that is known does not work
            ladder(environment).forget();
            rung = choose(environment);
        } catch (CannotExecuteException _) {
            return; // there may be nothing to execute
        }
        if (rung.isInNamespace()) {
            throw new NeedsNamespaceException(rung);
        }
    }

    /** Begins the program anew where it has to be; returns by failing, and where the process is somebody else's. */
    static void enter(NeedsNamespaceException needed, Environment environment)
            throws IOException, InterruptedException {
        if (!System.getProperty("sun.java.command", "").startsWith(Main.class.getName())) {
            return;
        }
        ladder(environment).enter(needed.rung(), PROPERTY);
    }

    /** After something could not be executed: whether it is worth another try, because what was known to work does not any more. */
    static boolean haveChanged(Environment environment) throws IOException, InterruptedException {
        // nobody gets out of a namespace
        if (environment.executor().isPresent() || forced(environment).isPresent()) {
            ladder(environment).forget();
            return false;
        }
        return ladder(environment).changes();
    }

    static Ladder ladder(Environment environment) {
        return new Ladder(directory(environment), path(environment));
    }

    static Optional<Rung> forced(Environment environment) throws UsageException {
        try {
            return Rung.parse(environment.variable(VARIABLE));
        } catch (IllegalArgumentException e) {
            throw new UsageException(VARIABLE + ": " + e.getMessage());
        }
    }

    private static Rung choose(Environment environment) throws IOException, InterruptedException {
        return ladder(environment).choose(forced(environment));
    }

    static Path directory(Environment environment) {
        return environment.storeDirectory().resolve("runtime");
    }

    static SearchPath path(Environment environment) {
        return SearchPath.parse(environment.variable("PATH").orElse(""));
    }
}
