group "default" {
  targets = ["web", "db"]
}
target "web" {
  description = "what users see"
  context = "./web/"
  dockerfile = "Dockerfile.web"
  tags = ["example.org/web:1", "example.org/web:latest", "example.org/web:1"]
}
target "db" {
  context = "db"
  tags = ["example.org/db:1"]
}
