module create-gitops-app.invalid/e2e/pause

go 1.26.0
