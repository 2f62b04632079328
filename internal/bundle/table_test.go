package bundle

import (
	"strings"
	"testing"
)

// TestTable: how lines, headers and quotes are read (plan-language §2, below the table).
func TestTable(t *testing.T) {
	long := strings.Repeat("x", 2*recordMax)
	runFaultCases(t, []faultCase{
		{name: "sound"},
		{name: "only what must be there", files: files{
			"sponsorships.csv": absent, "placements.csv": absent, "status.csv": absent, "careers.csv": absent, "overrides.csv": absent,
			"cancellations.csv": absent,
		}},
		{name: "only headers", files: files{
			"partners.csv": "id,name,joined,sponsor\n", "orders.csv": "id,partner,kind,placed_on,paid_on,points,cv",
			"sponsorships.csv": "partner,sponsor,from,to", "placements.csv": "tree,partner,parent,slot,from,to\n",
			"status.csv": "partner,status,from,to\n", "careers.csv": "partner,rank,from,to\n", "overrides.csv": "partner,rank,on,reason\n",
			"cancellations.csv": "id,order,cancelled_on,share\n",
		}},
		{name: "CRLF, a BOM, blank lines, other columns in another order", files: files{
			"partners.csv": "\ufeffsponsor,note,id,joined,name,,\r\n\r\n,\"x\r\n\r\ny\",r,2026-01-01,Root,,\r\n" +
				"r,,a,2026-01-01,Anna,,\r\n\r\n\r\na,,b,2026-01-05,\"Ben \"\"B\"\"\",,\r\nb,,c,2026-01-10,Cleo,,\r\na,,d,2026-01-20,Dora,,",
		}},
		{name: "another column twice", files: files{"+cancellations.csv": "", "status.csv": "note,partner,status,from,to,note\n,c,active,2026-01-01,,\n"}},

		{name: "partners.csv missing", files: files{"partners.csv": absent}, want: []string{"partners.csv:1 missing"}},
		{name: "orders.csv missing", files: files{"orders.csv": absent}, want: []string{"orders.csv:1 missing"}},
		{name: "no plan", files: files{"plans/test.yaml": absent}, want: []string{"plans:1 plan"}},
		{
			name: "no plan but other files", files: files{"plans/test.yaml": absent, "plans/test.yml": "plan: x", "plans/.test.yaml": "plan: x"},
			want: []string{"plans:1 plan"},
		},
		{name: "nothing", files: files{
			"partners.csv": absent, "sponsorships.csv": absent, "placements.csv": absent, "status.csv": absent, "careers.csv": absent,
			"orders.csv": absent, "cancellations.csv": absent, "plans/test.yaml": absent,
		}, want: []string{"partners.csv:1 missing", "orders.csv:1 missing", "plans:1 plan"}},
		{name: "empty", files: files{"partners.csv": ""}, want: []string{"partners.csv:1 header"}},
		{name: "empty and optional", files: files{"status.csv": "\ufeff\n\r\n"}, want: []string{"status.csv:1 header"}},
		{name: "rows of a missing file still checked for themselves", files: files{
			"partners.csv": absent, "+status.csv": "c,active,2026-02-01,\nx,gone,2026-02-01,\n", "+orders.csv": "o5,\a,own,2026-01-05,,1,1\n",
		}, want: []string{"partners.csv:1 missing", "status.csv:4 overlaps", "status.csv:5 gone", "orders.csv:6 control"}},

		{
			name: "column missing", files: files{"orders.csv": "id,partner,kind,placed_on,paid_on,points,CV\no1,nobody,,x,,,\n"},
			want: []string{"orders.csv:1 cv"},
		},
		{name: "two columns missing", files: files{"status.csv": "partner,from,too\n"}, want: []string{"status.csv:1 status", "status.csv:1 to"}},
		{name: "column doubled", files: files{"careers.csv": "partner,rank,from,to,rank\nx,y\n"}, want: []string{"careers.csv:1 rank"}},
		{
			name: "doubled and missing", files: files{"partners.csv": "id,id,id,joined,sponsor\n"},
			want: []string{"partners.csv:1 id", "partners.csv:1 name"},
		},
		{name: "header on a later line", files: files{"status.csv": "\n\npartner,status,from\n"}, want: []string{"status.csv:3 to"}},
		{
			name: "header of orders.csv at fault: any order may exist", files: files{"orders.csv": "id\n", "+cancellations.csv": "k3,o99,2026-01-01,\n"},
			want: []string{"orders.csv:1 partner", "orders.csv:1 kind", "orders.csv:1 placed_on", "orders.csv:1 paid_on", "orders.csv:1 points", "orders.csv:1 cv"},
		},
		{name: "header of sponsorships.csv at fault: anybody may be listed", files: files{
			"sponsorships.csv": "partner,sponsor,from\n", "+partners.csv": "e,Emil,2026-01-04,b\nf,Finn,2026-01-04,f\n",
		}, want: []string{"sponsorships.csv:1 to"}},

		{name: "wrong numbers of fields", files: files{
			"+partners.csv": "e,Emil,2026-01-20\nf,Finn,2026-01-20,nobody,\n", "+orders.csv": "o5,e,own,2026-01-20,,1,1\n",
			"+sponsorships.csv": "b\n", "+placements.csv": "bin,nobody\n", "+status.csv": "a\n", "+careers.csv": "a,b,c,d,e\n",
			"+overrides.csv": "a,leader,2026-02-01\n", "+cancellations.csv": "k1\n",
		}, want: []string{
			"partners.csv:7 fields", "partners.csv:8 fields", "sponsorships.csv:4 fields", "placements.csv:7 fields",
			"status.csv:4 fields", "careers.csv:3 fields", "overrides.csv:3 fields", "cancellations.csv:4 fields",
		}},
		{name: "spaces make a record", files: files{"+status.csv": " \n"}, want: []string{"status.csv:4 fields"}},

		{
			name: "lines of quoted fields count", files: files{"+partners.csv": "e,\"Emil\nof\r\n\nRome\",2026-01-20,a\nf,Finn,20260120,a\ng,\"Gil\n\",2026-13-20,a\n"},
			want: []string{"partners.csv:11 20260120", "partners.csv:12 2026-13-20"},
		},
		{
			name: "a quote in the middle", files: files{"+partners.csv": "e,Emil \"E\",2026-01-20,x\n", "+status.csv": "e,active,2026-01-20,\n"},
			want: []string{"partners.csv:7 quote"},
		},
		{
			name: "text after a quoted field", files: files{"+partners.csv": "e,\"Emil\" E,2026-01-20,x\nf,Finn,2026-01-20,nobody\n"},
			want: []string{"partners.csv:7 quote", "partners.csv:8 nobody"},
		},
		{
			name: "a quote that is never closed", files: files{"+orders.csv": "o5,a,\"own,2026-01-20,,1,1\no6,a,own,2026-01-20,,1,1\n", "+cancellations.csv": "k3,o6,2026-01-20,\n"},
			want: []string{"orders.csv:6 quote"},
		},
		{
			name: "a quote that is closed too late", files: files{"+orders.csv": "o5,a,\"own,2026-01-20,,1,1\no6,\"a\",own,2026-01-20,,1,1\n", "+cancellations.csv": "k3,o6,2026-01-20,\n"},
			want: []string{"orders.csv:6 quote"},
		},
		{name: "a quote in the header", files: files{"status.csv": "partner,\"status,from,to\nx,y,z\n"}, want: []string{"status.csv:1 quote"}},
		{
			name: "a record that is too long", files: files{"+partners.csv": "e," + long + ",2026-01-20,x\nf,Finn,2026-01-20,\n", "+status.csv": "e,active,2026-01-20,\nf,active,2026-01-20,\n"},
			want: []string{"partners.csv:7 longer"},
		},
		{
			name: "a quoted record that is too long", files: files{"+partners.csv": "e,\"" + strings.Repeat("x\n", recordMax) + "\",2026-01-20,x\nf\n"},
			want: []string{"partners.csv:7 longer"},
		},
		{
			name: "a record that is nearly too long", files: files{"+partners.csv": "e," + long[:recordMax-100] + ",2026-01-20,x\n"},
			want: []string{"partners.csv:7 x"},
		},
		{
			name: "many blank lines", files: files{"+partners.csv": strings.Repeat("\r\n", recordMax) + "e,Emil,2026-01-20,x\n"},
			want: []string{"partners.csv:1048583 x"},
		},

		{name: "CR in an id", files: files{"+partners.csv": "e\r,Emil,2026-01-20,a\n"}, want: []string{"partners.csv:7 control"}},
		{name: "CR before CRLF", files: files{"+partners.csv": "e,Emil,2026-01-20,a\r\r\n"}, want: []string{"partners.csv:7 control"}},
		{name: "CR at the end of the file", files: files{"+partners.csv": "e,Emil,2026-01-20,a\r"}, want: []string{"partners.csv:7 control"}},
		{name: "CR in a number", files: files{"+orders.csv": "o5,a,own,2026-01-20,,1\r,1\n"}, want: []string{"orders.csv:6 points"}},
		{name: "CR for LF", files: files{"status.csv": "partner,status,from,to\rc,active,2026-01-20,\r"}, want: []string{"status.csv:1 to"}},
		{name: "CR in a name", files: files{"+partners.csv": "e,Em\ril,2026-01-20,a\n"}},

		{
			name: "no UTF-8", files: files{"partners.csv": "id,name,joined,sponsor,note\nr,\xffRoot,2026-01-01,,\na\xff,Anna,2026-01-01,,\xff\nb,Ben,2026-01-01,\xff,\nc,,2026-01-01,,\nd,,2026-01-01,b,\na,,2026-01-01,,\n"},
			want: []string{"partners.csv:2 UTF-8", "partners.csv:3 UTF-8", "partners.csv:3 UTF-8", "partners.csv:4 UTF-8"},
		},
	})
}
