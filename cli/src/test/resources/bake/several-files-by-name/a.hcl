target "app" {
  annotations = ["a=1"]
  secret = ["id=x,src=a.hcl"]
  output = ["type=docker"]
  ulimits = ["core=0"]
}
group "default" {
  targets = ["app"]
}
