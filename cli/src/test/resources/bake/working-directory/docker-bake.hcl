target "default" {
  context = "${BAKE_CMD_CONTEXT}sub"
  dockerfile = "../Dockerfile"
}
target "remote" {
  context = "https://example.org/repo.git#main:dir"
}
