target "default" {
  output = ["type=registry", "type=image,push=true"]
}
