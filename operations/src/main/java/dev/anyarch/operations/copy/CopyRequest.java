package dev.anyarch.operations.copy;

import dev.anyarch.model.Descriptor;
import dev.anyarch.model.reference.RepositoryName;
import dev.anyarch.model.reference.Tag;
import dev.anyarch.store.Precondition;
import java.util.List;
import java.util.Optional;

/**
 * What to copy and what to call it.
 *
 * @param root the manifest in the source
 * @param tags in the target, moved last; none leaves the copy reachable by digest alone, and so do several images that
 *     are copied without their index
 * @param precondition of every tag
 * @param platforms which of the root's platforms
 * @param mode what becomes of the index when those are not all
 * @param referrers whether everything attached to a copied manifest (signatures, SBOMs) comes along
 * @param digestTags whether tags named after a copied digest come along: {@code sha256-….sig} of cosign and its like, and
 *     the tag that stands in for the referrers of a registry that does not list them
 * @param mountFrom the source's repository, when source and target are repositories of the same place: blobs are then
 *     mounted rather than moved
 * @param deep whether the blobs of a manifest that is already in the target are checked again
 */
public record CopyRequest(Descriptor root, List<Tag> tags, Precondition precondition, PlatformChoice platforms,
        SubsetMode mode, boolean referrers, boolean digestTags, Optional<RepositoryName> mountFrom, boolean deep) {

    public CopyRequest {
        tags = List.copyOf(tags);
    }

    /** All of {@code root}, without a tag. */
    public static CopyRequest of(Descriptor root) {
        return new CopyRequest(root, List.of(), Precondition.NONE, PlatformChoice.ALL, SubsetMode.REWRITE, false, false,
                Optional.empty(), false);
    }

    public CopyRequest withTags(List<Tag> newTags) {
        return new CopyRequest(root, newTags, precondition, platforms, mode, referrers, digestTags, mountFrom, deep);
    }

    public CopyRequest withPrecondition(Precondition newPrecondition) {
        return new CopyRequest(root, tags, newPrecondition, platforms, mode, referrers, digestTags, mountFrom, deep);
    }

    public CopyRequest withPlatforms(PlatformChoice newPlatforms, SubsetMode newMode) {
        return new CopyRequest(root, tags, precondition, newPlatforms, newMode, referrers, digestTags, mountFrom, deep);
    }

    /** With everything attached: referrers, and tags named after digests. */
    public CopyRequest withAttachments() {
        return new CopyRequest(root, tags, precondition, platforms, mode, true, true, mountFrom, deep);
    }

    public CopyRequest withMountFrom(Optional<RepositoryName> newMountFrom) {
        return new CopyRequest(root, tags, precondition, platforms, mode, referrers, digestTags, newMountFrom, deep);
    }

    public CopyRequest withDeep(boolean newDeep) {
        return new CopyRequest(root, tags, precondition, platforms, mode, referrers, digestTags, mountFrom, newDeep);
    }
}
