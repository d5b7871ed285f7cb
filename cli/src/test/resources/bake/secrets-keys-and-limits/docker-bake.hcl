target "default" {
  secret = ["id=token,env=TOKEN", { id = "file", src = "docker-bake.hcl" }, "type=env,id=other,src=TOKEN", "id=token,src=docker-bake.hcl"]
  ulimits = ["nofile=1024:2048", "core=0"]
  shm-size = "128m"
  network = "host"
  extra-hosts = {
    db = "10.0.0.1"
  }
  entitlements = ["security.insecure"]
  pull = true
  no-cache = false
  no-cache-filter = ["build"]
  call = "check"
  annotations = ["index:a=b", "manifest[linux/amd64]:c=d", "index:a=b"]
}
