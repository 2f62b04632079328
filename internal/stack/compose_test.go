package stack_test

import (
	"context"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
)

// secrets are what ./stack makes up and compose.yaml must take from outside. The values give themselves away.
var secrets = map[string]string{
	"NEO4J_PASSWORD": "given-neo4j", "REDIS_PASSWORD": "given-redis",
	"REDIS_APP_PASSWORD": "given-redis-app", "S3_APP_SECRET_KEY": "given-secret-app", "S3_ACCESS_KEY": "given-key", "S3_SECRET_KEY": "given-secret", "UPLINE_TOKENS": "operator=given-token", "UPLINE_SECRET": "given-secret-of-accounts",
}

// load reads compose.yaml as Docker compose would with these variables, the services of the profile app included.
func load(environment map[string]string) (*types.Project, error) {
	files := types.ConfigDetails{
		WorkingDir:  "../..",
		ConfigFiles: []types.ConfigFile{{Filename: "../../compose.yaml"}},
		Environment: maps.Clone(environment), // the loader adds to it
	}
	return loader.LoadWithContext(context.Background(), files, func(o *loader.Options) {
		o.SetProjectName("upline", true)
		o.Profiles = []string{"app"}
	})
}

func composeProject(t *testing.T) *types.Project {
	t.Helper()
	project, err := load(secrets)
	if err != nil {
		t.Fatalf("compose.yaml does not load: %v", err)
	}
	return project
}

func TestComposeHasTheStoresAndTheService(t *testing.T) {
	want := []string{"minio", "minio-tls", "minio-user", "neo4j", "redis", "upline", "worker"}
	if got := slices.Sorted(maps.Keys(composeProject(t).Services)); !slices.Equal(got, want) {
		t.Errorf("services are %v, want %v", got, want)
	}
}

func TestComposeServices(t *testing.T) {
	pinned := regexp.MustCompile(`:(v?\d+\.\d+\.\d+|RELEASE\.\d{4}-)`)
	for name, service := range composeProject(t).Services {
		t.Run(name, func(t *testing.T) {
			if service.Build == nil && !pinned.MatchString(service.Image) {
				t.Errorf("image %q is not pinned to a release: its tag would mean another thing next month", service.Image)
			}
			if check := service.HealthCheck; name == "minio-user" {
				if service.Restart != types.RestartPolicyNo {
					t.Error("has its work to do once")
				}
			} else if check == nil || check.Disable || len(check.Test) < 2 {
				t.Error("has no health check: those who depend on it would start too early")
			}
			for _, port := range service.Ports {
				if port.HostIP != "127.0.0.1" {
					t.Errorf("port %s is open beyond the loopback, at %q", port.Published, port.HostIP)
				}
			}
			for key, value := range service.Environment {
				if strings.HasSuffix(key, "_FILE") {
					if source, is := strings.CutPrefix(*value, "/run/secrets/"); !is || !has(service, source) {
						t.Errorf("%s is %q, which the container does not have", key, *value)
					}
					continue
				}
				if public[key+"="+*value] {
					continue
				}
				if secretName.MatchString(key) && !strings.Contains(*value, "given-") {
					t.Errorf("%s is %q, written into the file: it must come from .env", key, *value)
				}
			}
		})
	}
}

func has(service types.ServiceConfig, secret string) bool {
	return slices.ContainsFunc(service.Secrets, func(s types.ServiceSecretConfig) bool { return s.Source == secret })
}

// public are settings whose names sound secret: names of users, and an address without a password.
var public = map[string]bool{"S3_ACCESS_KEY=upline-app": true, "REDIS_URL=rediss://upline@redis:6380/0": true}

// Each process has the secrets that it needs, as files, and speaks TLS to the stores by users that are no administrators.
func TestComposeSecrets(t *testing.T) {
	project := composeProject(t)
	for name, want := range map[string][]string{
		"upline": {"neo4j_password", "redis_app_password", "s3_app_secret_key", "upline_secret", "upline_tokens"},
		"worker": {"neo4j_password", "redis_app_password", "s3_app_secret_key"},
	} {
		service := project.Services[name]
		var got []string
		for _, secret := range service.Secrets {
			got = append(got, secret.Source)
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s has the secrets %v, want %v", name, got, want)
		}
		for key, value := range service.Environment {
			if strings.Contains(*value, "given-") {
				t.Errorf("%s has %s in its environment, where whoever inspects the container reads it", name, key)
			}
		}
		for key, scheme := range map[string]string{"NEO4J_URI": "bolt+s://", "REDIS_URL": "rediss://upline@", "S3_ENDPOINT": "https://"} {
			if value := service.Environment[key]; value == nil || !strings.HasPrefix(*value, scheme) {
				t.Errorf("%s has no %s with %s", name, key, scheme)
			}
		}
	}
	for _, variable := range project.Secrets {
		if variable.Environment == "" {
			t.Errorf("secret %s comes from no variable", variable.Name)
		}
	}
}

var secretName = regexp.MustCompile(`PASSWORD|SECRET|AUTH|KEY|REDIS_URL|ROOT_USER`)

func TestComposeStoresKeepTheirData(t *testing.T) {
	project := composeProject(t)
	for _, name := range []string{"neo4j", "redis", "minio"} {
		if !slices.ContainsFunc(project.Services[name].Volumes, func(v types.ServiceVolumeConfig) bool {
			_, declared := project.Volumes[v.Source]
			return v.Type == types.VolumeTypeVolume && v.Target == "/data" && declared
		}) {
			t.Errorf("%s has no named volume at /data: its data would go with its container", name)
		}
	}
}

func TestComposeAppWaitsForItsStores(t *testing.T) {
	project := composeProject(t)
	for _, name := range []string{"upline", "worker"} {
		for _, store := range []string{"neo4j", "redis", "minio"} {
			if got := project.Services[name].DependsOn[store].Condition; got != types.ServiceConditionHealthy {
				t.Errorf("%s starts when %s is %q, want %q", name, store, got, types.ServiceConditionHealthy)
			}
		}
	}
}

func TestComposeWantsEachPassword(t *testing.T) {
	for name := range secrets {
		without := maps.Clone(secrets)
		delete(without, name)
		if _, err := load(without); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s compose says %v, want a refusal that names it", name, err)
		}
	}
}

func TestComposeRedisForgetsNothing(t *testing.T) {
	command := strings.Join(composeProject(t).Services["redis"].Command, " ")
	for _, want := range []string{
		"--appendonly yes", "--appendfsync always", "--maxmemory-policy noeviction", "--requirepass given-redis",
	} {
		if !strings.Contains(command, want) {
			t.Errorf("Redis runs as %q, without %s", command, want)
		}
	}
}

// TestComposeNeo4jIsSetAsLocally: what a process of this machine is told, a container is told too.
func TestComposeNeo4jIsSetAsLocally(t *testing.T) {
	local, err := os.ReadFile("local.sh")
	if err != nil {
		t.Fatal(err)
	}
	compose, err := os.ReadFile("../../compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	containers := strings.ReplaceAll(string(compose), `"`, "")
	settings := regexp.MustCompile(`(?m)^((?:db|dbms|server\.memory)\.[a-z_.]+)=(.+)$`).FindAllStringSubmatch(string(local), -1)
	if len(settings) < 5 {
		t.Fatalf("local.sh has only %d settings of Neo4j: has its form changed?", len(settings))
	}
	variable := strings.NewReplacer("_", "__", ".", "_") // as the image wants it
	for _, setting := range settings {
		if want := "NEO4J_" + variable.Replace(setting[1]) + ": " + setting[2] + "\n"; !strings.Contains(containers, want) {
			t.Errorf("local.sh sets %s, compose.yaml has no %q", setting[0], want)
		}
	}
}
