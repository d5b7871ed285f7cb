package dev.anyarch.bake.compose;

import dev.anyarch.bake.definition.Setting;
import dev.anyarch.bake.definition.TargetAttribute;
import dev.anyarch.bake.source.BakeException;
import dev.anyarch.bake.source.SourceText;
import dev.anyarch.model.Nearest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The services of a file, of those it includes, and of those that its services extend. For one thread. */
final class ComposeProject {
    private static final Set<String> KNOWN = new TreeSet<>(List.of("version", "name", "services", "include", "secrets",
            "networks", "volumes", "configs", "models"));

    private final YamlTexts texts;
    private final List<String> including = new ArrayList<>();

    ComposeProject(YamlTexts texts) {
        this.texts = texts;
    }

    /**
     * The services by name.
     *
     * @param base what paths in the file are seen from
     */
    Map<String, ComposeService> read(SourceText source, String base) throws IOException {
        Yaml.Fields root = root(source);
        for (String key : root.fields().keySet()) {
            if (!KNOWN.contains(key) && !key.startsWith("x-")) {
                throw root.place(key)
                        .error("there is no '%s' in a compose file%s".formatted(key,
                                Nearest.suggestion(key, KNOWN)));
            }
        }
        Map<String, ComposeService> services = new LinkedHashMap<>();
        Optional<Yaml> include = root.find("include");
        if (include.isPresent()) {
            services.putAll(include(include.get(), source, base));
        }
        for (Map.Entry<String, Yaml> service : services(root).entrySet()) {
            ComposeService read = service(root, source, service.getKey(), base, List.of());
            if (services.containsKey(service.getKey())) {
                throw read.place().error("service '%s' is in an included file too".formatted(service.getKey()));
            }
            services.put(service.getKey(), read);
        }
        return services;
    }

    private static Yaml.Fields root(SourceText source) throws BakeException {
        Optional<Yaml> root = YamlReader.read(source);
        if (root.isEmpty() || root.get().isNull()) {
            throw source.at(0).error("expected a compose file, found nothing");
        }
        return root.get().asFields("compose file");
    }

    private static Map<String, Yaml> services(Yaml.Fields root) throws BakeException {
        Optional<Yaml> services = root.find("services");
        return services.isEmpty() ? Map.of() : services.get().asFields("services").fields();
    }

    private Map<String, ComposeService> include(Yaml include, SourceText source, String base) throws IOException {
        if (including.contains(source.file())) {
            throw include.place().error("the file includes itself: %s".formatted(String.join(" → ", including)));
        }
        including.add(source.file());
        Map<String, ComposeService> all = new LinkedHashMap<>();
        for (Yaml item : include.asItems("include")) {
            Yaml path = item;
            if (item instanceof Yaml.Fields fields) {
                for (String key : fields.fields().keySet()) {
                    if (!key.equals("path")) {
                        throw fields.place(key).error("include: '%s' is not available".formatted(key));
                    }
                }
                path = fields.find("path").orElseThrow(() -> item.place().error("include: expected path"));
            }
            Map<String, ComposeService> included = new LinkedHashMap<>();
            String directory = "";
            for (String text : texts.listOrText("include", path)) {
                String file = ComposePath.resolve(base, text);
                directory = included.isEmpty() ? ComposePath.directory(file) : directory;
                read(read(file, path), directory).forEach((name, service) -> included.merge(name, service,
                        ComposeService::and));
            }
            all.putAll(included);
        }
        including.removeLast();
        return all;
    }

    private SourceText read(String file, Yaml at) throws IOException {
        if (dev.anyarch.bake.definition.ContextPath.isRemote(file)) {
            throw at.place().error("'%s': files from elsewhere are not available".formatted(file));
        }
        try {
            return texts.input().files().read(file);
        } catch (BakeException e) {
            throw e;
        } catch (IOException e) {
            throw new dev.anyarch.bake.source.BakeException(at.place(), "'%s' cannot be read: %s".formatted(file,
                    e.getMessage()), e);
        }
    }

    /** @param above the services that extend this one, as {@code FILE NAME} */
    private ComposeService service(Yaml.Fields root, SourceText source, String name, String base, List<String> above)
            throws IOException {
        Yaml.Fields all = root.find("services")
                .orElseThrow(() -> root.place().error("expected services, found none"))
                .asFields("services");
        Yaml written = Optional.ofNullable(all.fields().get(name))
                .orElseThrow(() -> root.place("services")
                        .error("there is no service '%s' in %s%s".formatted(name, source.file(),
                                Nearest.suggestion(name, all.fields().keySet()))));
        String identity = source.file() + " " + name;
        if (above.contains(identity)) {
            throw all.place(name).error("service '%s' extends itself".formatted(name));
        }
        if (written.isNull()) {
            return new ComposeService(name, Optional.empty(), Optional.empty(), Set.of(), Map.of(), Map.of(),
                    all.place(name));
        }
        Yaml.Fields fields = written.asFields("service '%s'".formatted(name));
        ComposeService own = own(fields, root, name, base, all);
        Optional<Yaml> extended = fields.find("extends");
        if (extended.isEmpty()) {
            return own;
        }
        List<String> path = new ArrayList<>(above);
        path.add(identity);
        return extended(extended.get(), root, source, base, path).and(own);
    }

    private ComposeService extended(Yaml extended, Yaml.Fields root, SourceText source, String base, List<String> path)
            throws IOException {
        if (extended instanceof Yaml.Scalar) {
            return service(root, source, texts.text("extends", extended), base, path);
        }
        Yaml.Fields fields = extended.asFields("extends");
        String service = texts.text("extends.service",
                fields.find("service").orElseThrow(() -> fields.place().error("extends: expected service")));
        Optional<Yaml> file = fields.find("file");
        if (file.isEmpty()) {
            return service(root, source, service, base, path);
        }
        String name = ComposePath.resolve(base, texts.text("extends.file", file.get()));
        SourceText other = read(name, file.get());
        return service(root(other), other, service, ComposePath.directory(name), path);
    }

    private ComposeService own(Yaml.Fields fields, Yaml.Fields root, String name, String base, Yaml.Fields all)
            throws IOException {
        Optional<Yaml> image = fields.find("image");
        Optional<Yaml> build = fields.find("build");
        Optional<Map<TargetAttribute, Setting>> settings = Optional.empty();
        Set<String> missing = Set.of();
        Map<TargetAttribute, Setting> extension = Map.of();
        if (build.isPresent()) {
            Optional<Yaml> declared = root.find("secrets");
            BuildSection section = new BuildSection(texts, base, name, new ComposeSecrets(texts,
                    declared.isEmpty() ? Optional.empty() : Optional.of(declared.get().asFields("secrets")), base));
            section.read(build.get());
            settings = Optional.of(section.settings());
            missing = section.missing();
            Optional<Yaml> bake = build.get() instanceof Yaml.Fields parts ? parts.find("x-bake") : Optional.empty();
            extension = bake.isEmpty() ? Map.of() : new BakeExtension(texts, name, base).read(bake.get());
        }
        return new ComposeService(name,
                image.isEmpty()
                        ? Optional.empty()
                        : Optional.of(texts.text("service '%s'.image".formatted(name), image.get())),
                settings, missing, extension,
                missing.isEmpty() ? Map.of() : environment(fields, name, base), all.place(name));
    }

    /** What arguments without a value are looked up in first. */
    private Map<String, Optional<String>> environment(Yaml.Fields service, String name, String base)
            throws IOException {
        Map<String, Optional<String>> all = new LinkedHashMap<>();
        Optional<Yaml> files = service.find("env_file");
        if (files.isPresent()) {
            String subject = "service '%s'.env_file".formatted(name);
            for (Yaml item : files.get() instanceof Yaml.Items(List<Yaml> values, _) ? values : List.of(files.get())) {
                Yaml path = item instanceof Yaml.Fields fields
                        ? fields.find("path").orElseThrow(() -> fields.place().error(subject + ": expected path"))
                        : item;
                DotEnv.read(read(ComposePath.resolve(base, texts.text(subject, path)), path),
                        texts.input().variables()).forEach((key, value) -> all.put(key, Optional.of(value)));
            }
        }
        Optional<Yaml> environment = service.find("environment");
        if (environment.isPresent()) {
            all.putAll(texts.pairs("service '%s'.environment".formatted(name), environment.get()));
        }
        return all;
    }
}
