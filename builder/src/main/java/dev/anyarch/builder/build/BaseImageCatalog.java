package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.model.Descriptor;
import dev.anyarch.model.Digest;
import dev.anyarch.model.ImageConfig;
import dev.anyarch.model.ImageIndex;
import dev.anyarch.model.ImageManifest;
import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.Manifest;
import dev.anyarch.model.MediaType;
import dev.anyarch.model.OtherManifest;
import dev.anyarch.model.platform.Candidate;
import dev.anyarch.model.platform.Considered;
import dev.anyarch.model.platform.Engine;
import dev.anyarch.model.platform.Platform;
import dev.anyarch.model.platform.Selection;
import dev.anyarch.model.platform.SelectionRequest;
import dev.anyarch.store.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The base images of a build, each found and selected once. For several threads. */
final class BaseImageCatalog {
    private final BaseImages images;
    private final Once<Request, BaseImage> found = new Once<>();

    private record Request(String reference, Platform platform) {}

    BaseImageCatalog(BaseImages images) {
        this.images = images;
    }

    /**
     * The image for {@code platform}.
     *
     * @param at the instruction that names it, for messages
     * @throws DockerfileException when the name is malformed
     * @throws NoSuchImageException when there is no such image
     * @throws BaseImageException when it cannot be read
     * @throws NoSuchPlatformException when there is, but not for the platform
     */
    BaseImage find(SourceLocation at, String reference, Platform platform) throws IOException, InterruptedException {
        return find(at, reference, platform, "");
    }

    /** @param suggestion what may have been meant by the name, to follow a message that it cannot be found */
    BaseImage find(SourceLocation at, String reference, Platform platform, String suggestion)
            throws IOException, InterruptedException {
        return found.get(new Request(reference, platform.normalized()), () -> {
            try {
                return load(at, reference, platform);
            } catch (NoSuchImageException _) {
                throw new NoSuchImageException(at.at(reference), reference, suggestion);
            } catch (DockerfileException | NoSuchPlatformException | InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                throw new BaseImageException(at.at(reference), reference, e, suggestion);
            }
        });
    }

    /**
     * Every platform of an image, as its index lists them. An index of a single one is what there is after {@code run}, or
     * after a pull of that platform, so that it is no answer as long as the whole image can be asked.
     */
    List<Platform> platforms(SourceLocation at, String reference, Platform any) throws IOException {
        BaseImages.Location image = locate(at, reference, any);
        List<Platform> here = available(select(image, any));
        if (here.size() != 1 || !image.root().mediaType().isIndex()) {
            return here;
        }
        try {
            Optional<BaseImages.Location> whole = images.findWhole(reference, any);
            return whole.isPresent() ? available(select(whole.get(), any)) : here;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException _) {
            return here; // it can be built
        }
    }

    private BaseImages.Location locate(SourceLocation at, String reference, Platform platform) throws IOException {
        Optional<BaseImages.Location> location;
        try {
            location = images.find(reference, platform);
        } catch (IllegalArgumentException e) {
            throw new DockerfileException(at.at(reference), e);
        }
        return location.orElseThrow(() -> new NoSuchImageException(at.at(reference), reference, ""));
    }

    private BaseImage load(SourceLocation at, String reference, Platform platform) throws IOException {
        BaseImages.Location image = locate(at, reference, platform);
        Selection selection = select(image, platform);
        if (selection instanceof Selection.One one) {
            return read(reference, image.source(), one.pick());
        }
        requireImage(image);
        List<Platform> available = available(selection);
        String lacking = "image %s has no entry for %s; it has %s".formatted(reference, platform, text(available));
        Optional<BaseImages.Location> whole;
        try {
            whole = images.findWhole(reference, platform);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw new NoSuchPlatformException(at.at(reference), lacking, available, String.valueOf(e.getMessage()));
        }
        if (whole.isEmpty()) {
            throw new NoSuchPlatformException(at.at(reference), lacking, available);
        }
        Selection ofWhole = select(whole.get(), platform);
        if (ofWhole instanceof Selection.One one) {
            return read(reference, whole.get().source(), one.pick());
        }
        List<Platform> all = available(ofWhole);
        throw new NoSuchPlatformException(at.at(reference), "image %s has no entry for %s; it has %s".formatted(
                reference, platform, text(all)), all);
    }

    private static Selection select(BaseImages.Location image, Platform platform) throws IOException {
        return Engine.COMPAT.select(candidate(image.source(), image.root()), SelectionRequest.of(platform));
    }

    /** What else there is under names that images have: artifacts, and manifests of times past. */
    private static void requireImage(BaseImages.Location found) throws IOException {
        MediaType type = found.root().mediaType();
        if (type.isIndex()) {
            return;
        }
        if (!type.isImageManifest()) {
            throw new InvalidContentException("expected an image or an index, found %s".formatted(type));
        }
        if (found.source().fetchManifest(found.root().digest()).parse() instanceof ImageManifest manifest
                && !manifest.config().mediaType().isImageConfig()) {
            throw new InvalidContentException("expected an image, found an artifact, whose config is %s".formatted(
                    manifest.config().mediaType()));
        }
    }

    private static List<Platform> available(Selection selection) {
        return selection.considered()
                .stream()
                .map(Considered::platform)
                .flatMap(Optional::stream)
                .filter(platform -> !platform.isUnknown())
                .distinct()
                .toList();
    }

    private static String text(List<Platform> available) {
        return available.isEmpty()
                ? "no image that runs"
                : available.stream().map(Platform::toString).collect(Collectors.joining(", ", "only ", ""));
    }

    /** An image of one platform. */
    static BaseImage read(String reference, ImageSource source, Digest digest) throws IOException {
        if (!(source.fetchManifest(digest).parse() instanceof ImageManifest manifest)) {
            throw new InvalidContentException("image %s, manifest %s: expected an image manifest".formatted(reference,
                    digest));
        }
        ImageConfig config = ImageConfig.parse(config(source, manifest.config()));
        if (config.diffIds().size() != manifest.layers().size()) {
            throw new InvalidContentException("image %s, manifest %s: %d layers, but its config lists %d diff IDs"
                    .formatted(reference, digest, manifest.layers().size(), config.diffIds().size()));
        }
        return new BaseImage(reference, source, manifest, config);
    }

    private static byte[] config(ImageSource source, Descriptor config) throws IOException {
        if (!config.mediaType().isImageConfig() || config.size() > ImageConfig.MAX_SIZE) {
            throw new InvalidContentException(
                    "%s: config %s: expected an image config of at most %d bytes, found %s of %d"
                            .formatted(source.location(), config.digest(), ImageConfig.MAX_SIZE, config.mediaType(),
                                    config.size()));
        }
        try (InputStream in = source.openBlob(config)) {
            return in.readAllBytes();
        }
    }

    private static Candidate candidate(ImageSource source, Descriptor descriptor) {
        if (descriptor.mediaType().isIndex()) {
            return new Candidate.Index(descriptor, () -> entries(source, descriptor));
        }
        if (descriptor.mediaType().isImageManifest()) {
            return new Candidate.Image(descriptor, () -> configPlatform(source, descriptor));
        }
        return new Candidate.Other(descriptor);
    }

    private static List<Candidate> entries(ImageSource source, Descriptor index) throws IOException {
        List<Candidate> entries = new ArrayList<>();
        if (source.fetchManifest(index.digest()).parse() instanceof ImageIndex parsed) {
            parsed.manifests().forEach(entry -> entries.add(candidate(source, entry)));
        }
        return entries;
    }

    private static Platform configPlatform(ImageSource source, Descriptor descriptor) throws IOException {
        Manifest manifest = source.fetchManifest(descriptor.digest()).parse();
        return switch (manifest) {
            case ImageManifest image when image.config().mediaType().isImageConfig() ->
                ImageConfig.parse(config(source, image.config())).platform();
            case ImageManifest _,ImageIndex _,OtherManifest _ -> new Platform("", "", "");
        };
    }
}
