package dev.anyarch.builder.build;

import dev.anyarch.executables.ElfFile;
import dev.anyarch.executables.ElfMachine;
import dev.anyarch.executables.Executable;
import dev.anyarch.executables.MachFile;
import dev.anyarch.executables.PeFile;
import dev.anyarch.executables.Script;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import dev.anyarch.model.json.JsonBuilder;
import dev.anyarch.model.json.JsonFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was found in a layer, as it is kept with the layer in the cache: each kind of executable once, with its paths. */
final class FoundExecutables {
    private FoundExecutables() {}

    static Json.Arr toJson(List<FoundExecutable> found) {
        Map<Executable, List<String>> byKind = new LinkedHashMap<>();
        found.forEach(one -> byKind.computeIfAbsent(one.executable(), _ -> new ArrayList<>()).add(one.path()));
        List<Json> kinds = new ArrayList<>();
        byKind.forEach((kind, paths) -> json(kind)
                .ifPresent(json -> kinds.add(json.put("paths", Json.ofStrings(paths)).build())));
        return new Json.Arr(kinds);
    }

    static List<FoundExecutable> fromJson(Json.Arr kinds) throws InvalidContentException {
        List<FoundExecutable> found = new ArrayList<>();
        for (Json kind : kinds.elements()) {
            if (kind instanceof Json.Obj object) {
                JsonFields fields = new JsonFields(object, "executable");
                Executable executable = executable(fields);
                fields.strings("paths").forEach(path -> found.add(new FoundExecutable(path, executable)));
            }
        }
        return found;
    }

    /** Empty for what is bound to no machine, which is not noted in the first place. */
    private static Optional<JsonBuilder> json(Executable executable) {
        return switch (executable) {
            case Script _ -> Optional.empty();
            case ElfFile elf -> {
                JsonBuilder json = new JsonBuilder().put("elf", elf.machine().code())
                        .put("64", elf.is64Bit())
                        .put("big", elf.isBigEndian())
                        .put("abi", elf.osAbi())
                        .put("kind", elf.kind().name())
                        .put("flags", elf.flags());
                elf.linkage().ifPresent(linkage -> json.put("linkage", linkage.name()));
                elf.interpreter().ifPresent(interpreter -> json.put("interpreter", interpreter));
                elf.level().ifPresent(level -> json.put("level", level));
                if (elf.isMarkedProgram()) {
                    json.put("program", true);
                }
                yield Optional.of(json);
            }
            case PeFile pe -> Optional.of(new JsonBuilder().put("pe", pe.machine())
                    .put("library", pe.isLibrary())
                    .put("managed", pe.isManaged())
                    .put("firmware", pe.isFirmware()));
            case MachFile mach -> {
                List<Json> slices = new ArrayList<>();
                mach.slices()
                        .forEach(slice -> slices.add(new JsonBuilder().put("type", slice.cpuType())
                                .put("subtype", slice.cpuSubtype())
                                .build()));
                JsonBuilder json = new JsonBuilder().put("mach", new Json.Arr(slices));
                mach.kind().ifPresent(kind -> json.put("kind", kind.name()));
                yield Optional.of(json);
            }
        };
    }

    private static Executable executable(JsonFields fields) throws InvalidContentException {
        try {
            if (fields.has("elf")) {
                return new ElfFile(new ElfMachine(number(fields, "elf")), is(fields, "64"), is(fields, "big"),
                        number(fields, "abi"), ElfFile.Kind.valueOf(fields.requiredString("kind")),
                        number(fields, "flags"), fields.string("linkage").map(ElfFile.Linkage::valueOf),
                        fields.string("interpreter"), fields.string("level"), is(fields, "program"));
            }
            if (fields.has("pe")) {
                return new PeFile(number(fields, "pe"), is(fields, "library"), is(fields, "managed"),
                        is(fields, "firmware"));
            }
            List<MachFile.Slice> slices = new ArrayList<>();
            for (JsonFields slice : fields.objects("mach")) {
                slices.add(new MachFile.Slice(number(slice, "type"), number(slice, "subtype")));
            }
            return new MachFile(slices, fields.string("kind").map(MachFile.Kind::valueOf));
        } catch (IllegalArgumentException e) {
            throw fields.invalid("kind", e);
        }
    }

    private static int number(JsonFields fields, String name) throws InvalidContentException {
        return fields.integer(name).orElseThrow(() -> fields.missing(name)).intValue();
    }

    private static boolean is(JsonFields fields, String name) {
        return fields.object().find(name).filter(Json.of(true)::equals).isPresent();
    }
}
