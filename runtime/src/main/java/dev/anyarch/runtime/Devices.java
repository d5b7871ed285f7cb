package dev.anyarch.runtime;

import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import java.nio.file.Path;
import java.util.List;

/**
 * Which devices a program can open. As root it may make any, as Docker's containers may, so nothing that it can write to is
 * mounted in a way that lets devices be opened, nor is anything that comes from an image: what it gets are the usual ones of
 * this machine, each by itself. Docker does the same with a control group, which needs rights that a build often lacks.
 *
 * <p>In a user namespace the kernel sees to it.
 */
final class Devices {
    /** How a mount says that devices in it cannot be opened. */
    static final String NONE = "nodev";
    /** Reads what the OCI runtime tells, which fails when nobody does, and closes the root file system. */
    private static final String CLOSE = "read -r state; exec mount -o remount,bind," + NONE + " \"$0\"";
    private static final List<String> USUAL = List.of("full", "null", "random", "tty", "urandom", "zero");

    private Devices() {}

    /** Whether the kernel would let a program open every device. */
    static boolean needLimits(HostTraits traits, ContainerSpec spec) {
        return !traits.isUserNamespace() && !spec.isPrivileged();
    }

    /**
     * Closes the root file system as well. Its own mount cannot say so: crun takes back what that says.
     *
     * @param shell the program {@code sh}
     */
    static Json.Obj closeRoot(Path shell, Path root) {
        Json.Obj hook = new JsonBuilder().put("path", shell.toString())
                .put("args", Json.ofStrings(List.of("sh", "-c", CLOSE, root.toString())))
                .put("env", Json.ofStrings(ContainerHost.environment()
                        .entrySet()
                        .stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList()))
                .build();
        return new JsonBuilder().put("createContainer", new Json.Arr(List.of(hook))).build();
    }

    /** What is mounted on a {@code /dev} in which nothing can be opened. */
    static List<Json> usual() {
        return USUAL.stream()
                .map(name -> "/dev/" + name)
                .<Json>map(path -> OciConfig.mount(path, "bind", path, List.of("bind", "nosuid", "noexec")))
                .toList();
    }
}
