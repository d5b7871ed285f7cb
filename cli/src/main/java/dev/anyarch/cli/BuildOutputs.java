package dev.anyarch.cli;

import dev.anyarch.builder.build.ImageAnnotations;
import dev.anyarch.builder.build.ImageBuild;
import dev.anyarch.content.Compression;
import dev.anyarch.model.Nearest;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.reference.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a build goes, and what of the images the outputs decide. All outputs have the same image, so what they say about it
 * must agree.
 *
 * @param outputs none when only the cache gets something; archives of images last, because they cannot be copied from before
 *     they are written
 */
record BuildOutputs(List<BuildOutput> outputs, ImageBuild.Format format, Compression compression,
        ImageAnnotations annotations) {
    static final Option TAG = Option.values("-t,--tag", "NAME", "a name for the image; may be repeated");
    static final Option PUSH = Option.flag("--push", "to the registries of the names, rather than the local store");
    static final Option LOAD = Option.flag("--load", "into the container engine that Docker's client would use");
    static final Option OUTPUT = Option.values("-o,--output", "OUTPUT", "another place; may be repeated");
    private static final List<String> IMAGE_FIELDS = List.of("name", "push", "push-by-digest", "compression",
            "oci-mediatypes", "force-compression", "rewrite-timestamp", "dest", "tar", "name-canonical", "unpack",
            "store");
    private static final List<String> TYPES = List.of("local", "tar", "oci", "docker", "image", "registry",
            "cacheonly");
    private static final List<String> FILE_FIELDS = List.of("dest", "platform-split");

    BuildOutputs {
        outputs = List.copyOf(outputs);
    }

    static BuildOutputs of(Arguments arguments) throws UsageException {
        Reader reader = new Reader(arguments);
        for (String output : arguments.values(OUTPUT)) {
            reader.read(output);
        }
        reader.addTags();
        if (reader.outputs.isEmpty() && !reader.isCacheOnly) {
            throw new UsageException(
                    "expected --tag NAME or --output PLACE, found neither: the image would be nowhere");
        }
        reader.outputs.sort((a, b) -> Integer.compare(order(a), order(b)));
        return new BuildOutputs(reader.outputs, reader.format(), reader.compression.orElse(Compression.GZIP),
                ImageAnnotations.NONE.and(ImageAnnotations.parse(reader.annotations)));
    }

    private static int order(BuildOutput output) {
        return switch (output) {
            case BuildOutput.Files _ -> 2;
            case BuildOutput.Image image -> switch (image.place()) {
                case Place.InOciArchive _,Place.InDockerArchive _,Place.InDaemon _ -> 1;
                case Place.InRegistry _,Place.InStore _,Place.InLayout _ -> 0;
            };
        };
    }

    List<BuildOutput.Image> images() {
        return outputs.stream()
                .filter(BuildOutput.Image.class::isInstance)
                .map(BuildOutput.Image.class::cast)
                .toList();
    }

    List<BuildOutput.Files> files() {
        return outputs.stream()
                .filter(BuildOutput.Files.class::isInstance)
                .map(BuildOutput.Files.class::cast)
                .toList();
    }

    /** Tells before anything is built what could not be written in the end. */
    void requirePossible(List<Platform> platforms, Environment environment) throws UsageException {
        for (BuildOutput output : outputs) {
            switch (output) {
                case BuildOutput.Files files when files.isArchive() && !files.destination().equals("-") ->
                    ResultFile.requireWritable("output type=tar", environment.path(files.destination()));
                case BuildOutput.Image image when image.place() instanceof Place.InDockerArchive
                        && platforms.size() > 1 ->
                    throw new UsageException(
                            "docker-archive: expected an image for one platform, found %d; choose one with --platform, or use oci-archive:"
                                    .formatted(platforms.size()));
                case BuildOutput.Files _,BuildOutput.Image _ -> {
                }
            }
        }
    }

    /** Reads the options of one build. */
    private static final class Reader {
        private final List<String> tags;
        private final boolean isPush;
        private final boolean isLoad;
        private final List<BuildOutput> outputs = new ArrayList<>();
        private final List<String> annotations = new ArrayList<>();
        private Optional<Boolean> isOci = Optional.empty();
        private Optional<Compression> compression = Optional.empty();
        private boolean tagsAreTaken;
        private boolean isCacheOnly;

        Reader(Arguments arguments) {
            this.tags = arguments.separatedValues(TAG);
            this.isPush = arguments.has(PUSH);
            this.isLoad = arguments.has(LOAD);
        }

        /** The names of {@code --tag}, unless an output of an image or a single archive has them. */
        void addTags() throws UsageException {
            if (isLoad) {
                addLoaded(tags, "option --load: expected --tag NAME, found none");
            }
            if (tagsAreTaken || isLoad && !isPush) {
                return;
            }
            List<BuildOutput> named = new ArrayList<>();
            for (String tag : tags) {
                named.add(image(tag, isPush, false));
            }
            outputs.addAll(0, named);
        }

        /** Each name once, however often it is asked for. */
        private void addLoaded(List<String> names, String problem) throws UsageException {
            if (names.isEmpty()) {
                throw new UsageException(problem);
            }
            for (String name : names) {
                BuildOutput loaded = new BuildOutput.Image(Place.parse("docker-daemon:" + name), false);
                if (!outputs.contains(loaded)) {
                    outputs.add(loaded);
                }
            }
        }

        private static BuildOutput.Image image(String name, boolean push, boolean byDigest) throws UsageException {
            return new BuildOutput.Image(push
                    ? new Place.InRegistry(Place.reference(name))
                    : new Place.InStore(Place.reference(name)), byDigest);
        }

        void read(String text) throws UsageException {
            if (!text.contains("=") || text.matches("[a-z-]+:.*")) {
                boolean isPlace = text.contains(":") && !text.startsWith(".") && !text.startsWith("/");
                outputs.add(isPlace
                        ? new BuildOutput.Image(Place.parse(text), false)
                        : new BuildOutput.Files(text.equals("-"), text, Optional.empty()));
                return;
            }
            OutputFields fields = OutputFields.parse(text);
            String type = fields.take("type").orElseThrow(() -> fields.wrong("expected type=…"));
            switch (type) {
                case "local", "tar" -> readFiles(type, fields);
                case "oci", "docker" -> readArchive(type, fields);
                case "image", "registry" -> readImage(type, fields);
                case "cacheonly" -> {
                    fields.requireNoOther(List.of());
                    isCacheOnly = true;
                    tagsAreTaken = true;
                }
                case String other -> throw fields.wrong(
                        "expected type local, tar, oci, docker, image, registry or cacheonly, found '%s'%s".formatted(
                                other, Nearest.suggestion(other, TYPES)));
            }
        }

        private void readFiles(String type, OutputFields fields) throws UsageException {
            String destination = fields.take("dest")
                    .orElseThrow(() -> fields.wrong("expected dest=PATH, found none"));
            Optional<Boolean> split = fields.takeChoice("platform-split");
            fields.requireNoOther(FILE_FIELDS);
            if (type.equals("local") && destination.equals("-")) {
                throw fields.wrong("a directory cannot go to standard output; type=tar can");
            }
            outputs.add(new BuildOutput.Files(type.equals("tar"), destination, split));
        }

        private void readArchive(String type, OutputFields fields) throws UsageException {
            boolean tar = fields.takeChoice("tar").orElse(true);
            String destination = fields.take("dest").orElse("");
            Optional<String> named = fields.take("name");
            Optional<String> name = named.or(() -> tags.stream().findFirst());
            readCommon(fields);
            if (destination.isEmpty() && type.equals("docker") && tar) {
                tagsAreTaken |= named.isEmpty();
                addLoaded(named.map(text -> List.of(text.split(",", -1))).orElse(tags),
                        "output 'type=docker': expected name=NAME or --tag NAME, found neither; with dest=PATH it is an archive");
                return;
            }
            if (destination.isEmpty()) {
                throw fields.wrong("expected dest=PATH, found none");
            }
            if (type.equals("docker") && !tar) {
                throw fields.wrong("tar=false is for type=oci, which gives a layout");
            }
            Place place;
            if (type.equals("docker")) {
                place = new Place.InDockerArchive(destination, name);
            } else if (tar) {
                place = new Place.InOciArchive(destination, fullName(name));
            } else {
                place = new Place.InLayout(destination, tag(name));
            }
            outputs.add(new BuildOutput.Image(place, false));
        }

        private static Optional<String> fullName(Optional<String> name) throws UsageException {
            return name.isPresent() ? Optional.of(Place.reference(name.get()).toString()) : name;
        }

        private static Optional<String> tag(Optional<String> name) throws UsageException {
            return name.isPresent() ? Place.reference(name.get()).tag().map(Tag::value) : name;
        }

        private void readImage(String type, OutputFields fields) throws UsageException {
            boolean push = fields.takeChoice("push").orElse(type.equals("registry") || isPush);
            boolean byDigest = fields.takeChoice("push-by-digest").orElse(false);
            Optional<String> name = fields.take("name");
            readCommon(fields);
            if (byDigest && !push) {
                throw fields.wrong("push-by-digest=true: expected push=true beside it");
            }
            tagsAreTaken |= name.isEmpty();
            List<String> names = name.map(text -> List.of(text.split(",", -1))).orElse(tags);
            if (names.isEmpty()) {
                throw fields.wrong("expected name=NAME or --tag NAME, found neither");
            }
            for (String one : names) {
                outputs.add(image(one.strip(), push, byDigest));
            }
        }

        private void readCommon(OutputFields fields) throws UsageException {
            Optional<Boolean> oci = fields.takeChoice("oci-mediatypes");
            isOci = agreed(isOci, oci, "oci-mediatypes", fields);
            Optional<String> named = fields.take("compression");
            if (named.isPresent()) {
                Compression wanted = switch (named.get()) {
                    case "uncompressed" -> Compression.NONE;
                    case "gzip" -> Compression.GZIP;
                    case "zstd" -> Compression.ZSTD;
                    case String other -> throw fields.wrong(
                            "compression: expected uncompressed, gzip or zstd, found '%s'".formatted(other));
                };
                compression = agreed(compression, Optional.of(wanted), "compression", fields);
            }
            if (fields.takeChoice("force-compression").orElse(false)) {
                throw fields.wrong("force-compression: the layers of base images are never written anew; "
                        + "'anyarch copy' moves them as they are");
            }
            // an image is known by its digest, is kept and needs no unpacking whatever these say
            for (String name : List.of("name-canonical", "unpack", "store")) {
                fields.takeChoice(name);
            }
            // new layers obey SOURCE_DATE_EPOCH anyway, and those of base images belong to somebody else
            fields.takeChoice("rewrite-timestamp");
            for (Map.Entry<String, String> entry : fields.takeAll("annotation").entrySet()) {
                annotations.add(annotation(entry.getKey(), entry.getValue(), fields));
            }
            fields.requireNoOther(IMAGE_FIELDS);
        }

        /** {@code annotation.KEY=V}, {@code annotation-index.KEY=V}, {@code annotation-manifest[PLATFORM].KEY=V}. */
        private static String annotation(String place, String value, OutputFields fields) throws UsageException {
            int dot = place.startsWith("-") && place.contains("].") ? place.indexOf("].") + 1 : place.indexOf('.');
            if (dot < 0) {
                throw fields.wrong("expected annotation.KEY=VALUE");
            }
            String level = dot == 0 ? "manifest" : place.substring(1, dot);
            return level + ":" + place.substring(dot + 1) + "=" + value;
        }

        private static <T> Optional<T> agreed(Optional<T> known, Optional<T> wanted, String name, OutputFields fields)
                throws UsageException {
            if (known.isPresent() && wanted.isPresent() && !known.equals(wanted)) {
                throw fields.wrong("%s: all outputs have the same image, and another one asks for %s; build twice"
                        .formatted(name, known.get()));
            }
            return known.or(() -> wanted);
        }

        ImageBuild.Format format() {
            return isOci.orElse(true) ? ImageBuild.Format.OCI : ImageBuild.Format.DOCKER;
        }
    }
}
