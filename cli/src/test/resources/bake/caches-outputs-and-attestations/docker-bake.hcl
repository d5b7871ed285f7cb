target "default" {
  cache-from = [
    "type=registry,ref=example.org/cache",
    "example.org/app:cache",
    { type = "local", src = "cache" },
    "type=gha,scope=x",
    "type=registry,ref=example.org/cache",
  ]
  cache-to = ["type=inline", { type = "registry", ref = "example.org/cache", mode = "max" }]
  output = ["type=image,name=a,push=true", "out", { type = "oci", dest = "app.tar" }, "type=image,\"name=a,b\""]
  attest = ["type=provenance,mode=max", { type = "sbom", disabled = true }, "type=provenance,mode=min"]
}
