package dev.anyarch.builder.build;

import dev.anyarch.builder.dockerfile.DockerfileException;
import dev.anyarch.builder.dockerfile.SourceLocation;
import dev.anyarch.model.platform.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Which of the images that a build takes are there for which platform; each is asked for once. For one thread. */
final class BaseSurvey {
    private final BaseImageCatalog catalog;
    private final Predicate<String> isBuilt;
    private final Map<Row, Map<Platform, BuildPlan.Need>> rows = new LinkedHashMap<>();
    private final Map<Row, SourceLocation> places = new LinkedHashMap<>();

    /** What is one row for people: an image in one role. */
    private record Row(String reference, boolean isForced) {}

    /** @param isBuilt whether a name is that of an image that is yet to be built, so that nobody can be asked for it */
    BaseSurvey(BaseImages images, Predicate<String> isBuilt) {
        this.catalog = new BaseImageCatalog(images);
        this.isBuilt = isBuilt;
    }

    /**
     * The image for {@code wanted} when it is there.
     *
     * @param target the platform that is built for
     * @param isForced whether the Dockerfile says which platform is wanted
     */
    Optional<BaseImage> find(SourceLocation at, String reference, Platform wanted, Platform target, boolean isForced)
            throws InterruptedException {
        if (isBuilt.test(reference)) {
            return Optional.empty();
        }
        Row row = new Row(reference, isForced);
        Optional<BaseImage> found = Optional.empty();
        BuildPlan.Availability availability;
        try {
            BaseImage image = catalog.find(at, reference, wanted);
            found = Optional.of(image);
            availability = new BuildPlan.Availability.Present(image.manifest().raw().digest());
        } catch (NoSuchPlatformException e) {
            availability = new BuildPlan.Availability.Lacking(e.available(), e.registry());
        } catch (DockerfileException | NoSuchImageException _) {
            availability = new BuildPlan.Availability.Missing();
        } catch (BaseImageException e) {
            availability = new BuildPlan.Availability.Unknown(String.valueOf(e.failure().getMessage()));
        } catch (IOException e) {
            availability = new BuildPlan.Availability.Unknown(String.valueOf(e.getMessage()));
        }
        places.putIfAbsent(row, at.at(reference));
        rows.computeIfAbsent(row, _ -> new LinkedHashMap<>()).put(target, new BuildPlan.Need(wanted, availability));
        return found;
    }

    /** In the order of the file. */
    List<BuildPlan.Base> bases() {
        List<BuildPlan.Base> bases = new ArrayList<>();
        rows.forEach((row, needs) -> Optional.ofNullable(places.get(row))
                .ifPresent(at -> bases.add(new BuildPlan.Base(row.reference, at, row.isForced, needs))));
        bases.sort(Comparator.comparingInt(base -> base.at().line()));
        return bases;
    }
}
