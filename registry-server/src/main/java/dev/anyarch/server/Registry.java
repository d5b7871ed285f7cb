package dev.anyarch.server;

import dev.anyarch.model.InvalidContentException;
import dev.anyarch.model.json.Json;
import dev.anyarch.storage.Storage;
import dev.anyarch.store.DeniedException;
import dev.anyarch.store.NotFoundException;
import dev.anyarch.store.PreconditionFailedException;
import dev.anyarch.store.RateLimitedException;
import dev.anyarch.store.StoreException;
import dev.anyarch.store.UnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** From an endpoint to its reply. Blocks; for virtual threads, any number of them. */
final class Registry {
    private static final String WELCOME = """
        This is an anyarch registry. Its API is below /v2/, its repositories are listed at /v2/_catalog.
        To push: tag an image as HOST:PORT/NAME:TAG with the host and port of this address, and push that.
        """;

    private final boolean readOnly;
    private final ManifestEndpoints manifests;
    private final BlobEndpoints blobs;
    private final UploadEndpoints uploads;
    private final ListEndpoints lists;

    Registry(Storage storage, ServerSettings settings) {
        this.readOnly = settings.readOnly();
        this.manifests = new ManifestEndpoints(storage, settings.maxManifestSize());
        this.blobs = new BlobEndpoints(storage);
        this.uploads = new UploadEndpoints(storage);
        this.lists = new ListEndpoints(storage);
    }

    /** What the endpoint reads, in a form that can be kept. */
    ReadableContent read(Endpoint.ReadManifest endpoint) throws IOException, Refusal {
        try {
            return manifests.read(endpoint);
        } catch (StoreException e) {
            throw refusal(e);
        }
    }

    /** As {@link #read(Endpoint.ReadManifest)}. */
    ReadableContent read(Endpoint.ReadBlob endpoint) throws IOException, Refusal {
        try {
            return blobs.read(endpoint);
        } catch (StoreException e) {
            throw refusal(e);
        }
    }

    Reply answer(Endpoint endpoint, Request request) throws IOException, Refusal {
        if (readOnly && endpoint.isWrite()) {
            throw new Refusal(ErrorCode.DENIED, "this registry is read-only");
        }
        try {
            return dispatch(endpoint, request);
        } catch (StoreException e) {
            throw refusal(e);
        } catch (InvalidContentException e) {
            throw new Refusal(ErrorCode.UNKNOWN, String.valueOf(e.getMessage()));
        }
    }

    private Reply dispatch(Endpoint endpoint, Request request) throws IOException, Refusal {
        return switch (endpoint) {
            case Endpoint.Welcome _ -> text(WELCOME);
            case Endpoint.Health _ -> text("ok\n");
            case Endpoint.ApiVersion _ -> Reply.json(200, Json.Obj.EMPTY);
            case Endpoint.ListRepositories list -> lists.repositories(list);
            case Endpoint.ListTags list -> lists.tags(list);
            case Endpoint.ListReferrers list -> lists.referrers(list);
            case Endpoint.ReadManifest read -> manifests.read(read).reply(request.headers());
            case Endpoint.ReadBlob read -> blobs.read(read).reply(request.headers());
            case Endpoint.UploadStatus status -> uploads.status(status);
            case Endpoint.WriteManifest write -> manifests.write(write, request);
            case Endpoint.DeleteManifest delete -> manifests.delete(delete);
            case Endpoint.DeleteBlob delete -> blobs.delete(delete);
            case Endpoint.StartUpload start -> uploads.start(start);
            case Endpoint.UploadWhole whole -> uploads.whole(whole, request);
            case Endpoint.MountBlob mount -> uploads.mount(mount);
            case Endpoint.AppendUpload append -> uploads.append(append, request);
            case Endpoint.FinishUpload finish -> uploads.finish(finish, request);
            case Endpoint.CancelUpload cancel -> uploads.cancel(cancel);
        };
    }

    private static Reply text(String text) {
        return Reply.bytes(200, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Refusal refusal(StoreException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e) {
            case NotFoundException _ -> new Refusal(ErrorCode.NAME_UNKNOWN, message);
            // something else needs it: a conflict that the client can resolve, not a missing permission
            case DeniedException _ -> new Refusal(ErrorCode.DENIED, 409, message);
            case PreconditionFailedException _ -> new Refusal(ErrorCode.PRECONDITION_FAILED, message);
            case RateLimitedException _ -> new Refusal(ErrorCode.TOOMANYREQUESTS, message);
            case UnavailableException _ -> new Refusal(ErrorCode.UNAVAILABLE, message);
        };
    }
}
