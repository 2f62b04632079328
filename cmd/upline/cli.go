package main

import (
	"context"
	"errors"
	"reflect"
	"time"

	"github.com/alecthomas/kong"

	"upline/internal/period"
)

// cli holds a field for each command, in the order of the help. A command's flags are the fields of its struct, and
// it runs by its method `Run(ctx context.Context, m *Main) error`. The tag example is shown by upline --help.
type cli struct {
	Help        helpFlag    `short:"h" help:"Show help."`
	ShowVersion versionFlag `name:"version" hidden:"" help:"Show the version."`

	Settle   settleCommand   `cmd:"" help:"Settle periods: write who earned what, and why." example:"upline settle --data DIR --from 2026-01 --through 2026-03 --out RESULTS"`
	Check    checkCommand    `cmd:"" help:"Check a bundle, and list all that is wrong in it." example:"upline check --data DIR"`
	Explain  explainCommand  `cmd:"" help:"Explain how each amount of a partner came about." example:"upline explain --data DIR --from 2026-01 --period 2026-03 --partner P0000001"`
	Compare  compareCommand  `cmd:"" help:"Compare what other plans would have paid to whom." example:"upline compare --data DIR --from 2026-01 --through 2026-03 --plans OTHER"`
	Generate generateCommand `cmd:"" help:"Invent a company of any size, to try things on." example:"upline generate --partners 10000 --orders 20000 --periods 3 --seed 1 --out DIR"`
	Migrate  migrateCommand  `cmd:"" help:"Bring the database's schema up to date." example:"upline migrate --dry-run"`
	Import   importCommand   `cmd:"" help:"Record a bundle in the database." example:"upline import --data DIR"`
	Export   exportCommand   `cmd:"" help:"Write the database's facts as a bundle." example:"upline export --out DIR"`
	Run      runCommand      `cmd:"" help:"Settle periods from the database."`
	Project  projectCommand  `cmd:"" help:"Put runs into the graph for analysts."`
	Backup   backupCommand   `cmd:"" help:"Write what has changed into the journal." example:"upline backup --to /mnt/copy"`
	Restore  restoreCommand  `cmd:"" help:"Bring the company back from the journal." example:"upline restore --known-at 2026-03-31T18:00:00Z"`
	Rehearse rehearseCommand `cmd:"" help:"Restore elsewhere, and compute all runs again." example:"upline rehearse"`
	Audit    auditCommand    `cmd:"" help:"Who did what: verify, show, anchor."`
	Person   personCommand   `cmd:"" help:"What is kept of a person: list, export, erase."`
	Serve    serveCommand    `cmd:"" help:"Answer the REST API." example:"upline serve --all"`
	Work     workCommand     `cmd:"" help:"Do jobs: settle, post, import, export, back up." example:"upline work --concurrency 4"`
	User     userCommand     `cmd:"" help:"Look after who may log in."`
	Token    tokenCommand    `cmd:"" help:"Look after tokens of machines."`
	Keys     keysCommand     `cmd:"" help:"Replace keys."`
	Paper    paperCommand    `cmd:"" name:"letterhead" help:"Write a letterhead to begin with into a folder." example:"upline letterhead /etc/upline/letterhead"`
	Plan     planCommand     `cmd:"" help:"Help with writing plans."`
	Version  versionCommand  `cmd:"" help:"Show the version." example:"upline version"`
}

// errShown ends a call whose flag has shown all there is to show.
var errShown = errors.New("shown")

// parse finds the command that args ask for.
func (m *Main) parse(ctx context.Context, args []string) (*kong.Context, error) {
	parser, err := m.parser(ctx)
	if err != nil {
		return nil, err
	}
	return parser.Parse(args)
}

func (m *Main) parser(ctx context.Context) (*kong.Kong, error) {
	return kong.New(&cli{},
		kong.Name("upline"),
		kong.NoDefaultHelp(),
		kong.Help(printHelp),
		kong.ConfigureHelp(kong.HelpOptions{WrapUpperBound: helpWidth}),
		kong.Writers(m.Stdout, m.Stderr),
		kong.TypeMapper(reflect.TypeFor[period.Period](), kong.MapperFunc(decodePeriod)),
		kong.TypeMapper(reflect.TypeFor[period.Day](), kong.MapperFunc(decodeDay)),
		kong.TypeMapper(reflect.TypeFor[time.Time](), kong.MapperFunc(decodeTime)),
		kong.TypeMapper(reflect.TypeFor[workers](), kong.MapperFunc(decodeWorkers)),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(m),
	)
}
