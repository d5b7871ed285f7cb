group "default" {
  targets = ["plain", "image", "files", "registry"]
}
target "plain" {
  tags = ["a"]
}
target "image" {
  output = ["type=image,compression=zstd"]
}
target "files" {
  output = ["type=local,dest=out"]
}
target "registry" {
  output = ["type=registry"]
}
