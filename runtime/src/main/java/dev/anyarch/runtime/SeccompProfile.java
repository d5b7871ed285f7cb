package dev.anyarch.runtime;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A profile of system calls in a file: as the OCI has it, or as Docker has it, whose rules may be for some architectures,
 * capabilities and kernels only. Reading it makes the first of the second, for one program.
 *
 * @param machine the processor, as the kernel's filters call it
 * @param capabilities that the program has
 * @param kernel the release of the kernel
 */
record SeccompProfile(String machine, List<String> capabilities, String kernel) {
    private static final String SUBJECT = "seccomp profile";
    /** Of the architectures that Docker names. */
    private static final Map<String, String> DOCKER_NAMES = Map.of(
            "SCMP_ARCH_X86_64", "amd64",
            "SCMP_ARCH_X86", "x86",
            "SCMP_ARCH_AARCH64", "arm64",
            "SCMP_ARCH_PPC64LE", "ppc64le",
            "SCMP_ARCH_S390X", "s390x",
            "SCMP_ARCH_RISCV64", "riscv64");

    /** The {@code seccomp} of an OCI configuration. */
    Json.Obj read(Json.Obj document) throws InvalidContentException {
        JsonFields profile = new JsonFields(document, SUBJECT);
        JsonBuilder result = new JsonBuilder().put("defaultAction", profile.requiredString("defaultAction"));
        document.find("defaultErrnoRet").ifPresent(value -> result.put("defaultErrnoRet", value));
        result.put("flags", document.find("flags").orElse(Seccomp.FLAGS));
        List<String> architectures = architectures(profile);
        if (!architectures.isEmpty()) {
            result.put("architectures", Json.ofStrings(architectures));
        }
        List<Json> rules = new ArrayList<>();
        for (JsonFields rule : profile.objects("syscalls")) {
            if (isMeant(rule)) {
                rules.add(rule(rule));
            }
        }
        return result.put("syscalls", new Json.Arr(rules)).build();
    }

    private List<String> architectures(JsonFields profile) throws InvalidContentException {
        List<String> all = new ArrayList<>(profile.strings("architectures"));
        for (JsonFields entry : profile.objects("archMap")) {
            if (entry.stringOrEmpty("architecture").equals(machine)) {
                all.add(machine);
                all.addAll(entry.strings("subArchitectures"));
            }
        }
        return all;
    }

    private boolean isMeant(JsonFields rule) throws InvalidContentException {
        Optional<JsonFields> includes = rule.object("includes");
        if (includes.isPresent()) {
            List<String> machines = includes.get().strings("arches");
            String least = includes.get().stringOrEmpty("minKernel");
            if (!machines.isEmpty() && !machines.contains(DOCKER_NAMES.getOrDefault(machine, machine))
                    || !capabilities.containsAll(includes.get().strings("caps"))
                    || !least.isEmpty() && compare(kernel, least) < 0) {
                return false;
            }
        }
        Optional<JsonFields> excludes = rule.object("excludes");
        if (excludes.isEmpty()) {
            return true;
        }
        String least = excludes.get().stringOrEmpty("minKernel");
        return !excludes.get().strings("arches").contains(DOCKER_NAMES.getOrDefault(machine, machine))
                && excludes.get().strings("caps").stream().noneMatch(capabilities::contains)
                && (least.isEmpty() || compare(kernel, least) < 0);
    }

    private static Json rule(JsonFields rule) throws InvalidContentException {
        List<String> names = new ArrayList<>(rule.strings("names"));
        rule.string("name").ifPresent(names::add);
        JsonBuilder result = new JsonBuilder().put("names", Json.ofStrings(names))
                .put("action", rule.requiredString("action"));
        rule.object().find("errnoRet").ifPresent(value -> result.put("errnoRet", value));
        rule.object()
                .find("args")
                .filter(value -> value instanceof Json.Arr args && !args.elements().isEmpty())
                .ifPresent(value -> result.put("args", value));
        return result.build();
    }

    /** By the first two numbers of releases. */
    private static int compare(String release, String other) {
        int major = Integer.compare(number(release, 0), number(other, 0));
        return major != 0 ? major : Integer.compare(number(release, 1), number(other, 1));
    }

    private static int number(String release, int index) {
        String[] parts = release.split("[^0-9]+", -1);
        return index < parts.length && parts[index].matches("\\d{1,6}") ? Integer.parseInt(parts[index]) : 0;
    }
}
