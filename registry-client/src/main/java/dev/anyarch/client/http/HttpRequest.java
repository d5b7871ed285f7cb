package dev.anyarch.client.http;

/** A request that may be sent more than once. */
public record HttpRequest(HttpMethod method, HttpUrl url, HttpHeaders headers, RequestBody body) {

    public static HttpRequest of(HttpMethod method, HttpUrl url) {
        return new HttpRequest(method, url, HttpHeaders.NONE, RequestBody.NONE);
    }

    public static HttpRequest get(HttpUrl url) {
        return of(HttpMethod.GET, url);
    }

    public HttpRequest with(String header, String value) {
        return new HttpRequest(method, url, headers.with(header, value), body);
    }

    public HttpRequest without(String header) {
        return new HttpRequest(method, url, headers.without(header), body);
    }

    public HttpRequest withBody(RequestBody newBody) {
        return new HttpRequest(method, url, headers, newBody);
    }

    public HttpRequest withUrl(HttpUrl newUrl) {
        return new HttpRequest(method, newUrl, headers, body);
    }

    /** Method and URL without secrets: how messages name a request. */
    @Override
    public String toString() {
        return method + " " + url;
    }
}
