target "app" {
  annotations = ["b=2"]
  secret = ["id=x,src=b.hcl", "id=y,src=b.hcl"]
  output = ["type=image"]
  ulimits = ["nofile=5"]
}
