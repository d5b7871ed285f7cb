package dev.anyarch.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * apt downloads as a user of its own and looks whether it became that one. Where there is only one user it is told to stay
 * root, by a file that it alone reads, in a directory that no image has.
 */
final class AptSettings {
    private static final String VARIABLE = "APT_CONFIG";
    private static final String TARGET = "/dev/.anyarch-apt.conf";
    private static final String TEXT = "APT::Sandbox::User \"root\";\n";

    private AptSettings() {}

    /** @param directory for the file */
    static ContainerSpec asRoot(ContainerSpec spec, Path directory) throws IOException {
        if (spec.environment().containsKey(VARIABLE)) {
            return spec;
        }
        Path file = Files.writeString(directory.resolve("apt.conf"), TEXT).toAbsolutePath();
        Map<String, String> environment = new LinkedHashMap<>(spec.environment());
        environment.put(VARIABLE, TARGET);
        List<ContainerMount> mounts = new ArrayList<>(spec.mounts());
        mounts.add(new ContainerMount.Bind(file, TARGET, true));
        return spec.withEnvironment(environment).withMounts(mounts);
    }
}
