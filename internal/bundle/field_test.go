package bundle

import (
	"strings"
	"testing"
)

// TestFields: what may stand in the fields of each file (plan-language §1, §2), each fault a finding of its own.
func TestFields(t *testing.T) {
	id64, id65 := strings.Repeat("é", 64), strings.Repeat("é", 65)
	runFaultCases(t, []faultCase{
		{name: "ids", files: files{"+partners.csv": "\" x, \"\"y\"\" \",,2026-01-20,a\n" + id64 + ",,2026-01-20,\" x, \"\"y\"\" \"\n0,,2026-01-20," + id64 + "\n"}},
		{
			name: "ids at fault", files: files{"+partners.csv": ",Emil,2026-01-20,a\n" + id65 + ",,2026-01-20,nobody\n\"e\nf\",,20,\nx\x7f,,2026-01-20,\ny\u0085,,2026-01-20,\n"},
			want: []string{
				"partners.csv:7 empty", "partners.csv:8 65", "partners.csv:8 nobody", "partners.csv:9 control", "partners.csv:9 20",
				"partners.csv:11 control", "partners.csv:12 control",
			},
		},
		{name: "an empty name", files: files{"+partners.csv": "e,,2026-01-20,a\n"}},

		{name: "joined at fault: nothing that refers to it is checked", files: files{
			"+partners.csv": "e,Emil,2026-1-20,a\nf,Finn,2026-01-01,e\n", "+orders.csv": "o5,e,own,2026-01-01,,1,1\n",
			"+placements.csv": "m3,e,r,0,2020-01-01,\nm3,b,e,0,2020-01-01,\n", "+sponsorships.csv": "e,a,2020-01-01,\ne,a,2020-01-01,\n",
		}, want: []string{"partners.csv:7 2026-1-20"}},
		{
			name: "days", files: files{"+partners.csv": "e,,2024-02-29,\nf,,2025-02-29,\ng,,0000-01-01,\nh,,0001-01-01,\ni,,9999-12-31,\nj,,10000-01-01,\nk,,,\nl,, 2025-02-28,\nm,,2026-00-01,\nn,,2026-04-31,\n"},
			want: []string{
				"partners.csv:8 2025-02-29", "partners.csv:9 0000-01-01", "partners.csv:12 10000-01-01", "partners.csv:13 joined",
				"partners.csv:14 2025-02-28", "partners.csv:15 2026-00-01", "partners.csv:16 2026-04-31",
			},
		},

		{
			name: "all of a sponsorship", files: files{"+sponsorships.csv": ",nobody,2026-01-32,never\nnobody,r,2026-02-01,2026-02-01\nb,\x01,2026-02-01,2026-01-31\n"},
			want: []string{
				"sponsorships.csv:4 partner", "sponsorships.csv:4 2026-01-32", "sponsorships.csv:4 never", "sponsorships.csv:4 nobody",
				"sponsorships.csv:5 after", "sponsorships.csv:5 nobody", "sponsorships.csv:6 control", "sponsorships.csv:6 after",
			},
		},
		{
			name: "all of a placement", files: files{"+placements.csv": "m4,nobody,nobody,x,,\nbin,c,,1,2026-02-01,\nbin,c,a,-1,2026-02-01,2026-01-01\n,c,a,1.0,2026-02-01,\nm3,c,r,3,2026-02-01,\nm3,d,r,99999999999999999999,2026-02-01,\nsponsor,d,r,9999999999,2026-02-01,\n"},
			want: []string{
				"placements.csv:7 m4", "placements.csv:7 slot", "placements.csv:7 from", "placements.csv:7 partner", "placements.csv:7 parent",
				"placements.csv:8 slot", "placements.csv:9 slot", "placements.csv:9 after", "placements.csv:10 tree", "placements.csv:10 1.0",
				"placements.csv:11 slot", "placements.csv:12 99999999999999999999", "placements.csv:13 sponsor",
			},
		},
		{
			name: "all of a status", files: files{"+status.csv": "nobody,Active,2026-2-1,x\n,,,\n"},
			want: []string{
				"status.csv:4 Active", "status.csv:4 from", "status.csv:4 to", "status.csv:4 nobody",
				"status.csv:5 partner", "status.csv:5 status", "status.csv:5 from",
			},
		},
		{
			name: "all of a career", files: files{"+careers.csv": "nobody,Leader,2026-2-1,x\nr,,2020-01-01,2020-01-01\n"},
			want: []string{"careers.csv:3 Leader", "careers.csv:3 from", "careers.csv:3 to", "careers.csv:3 nobody", "careers.csv:4 rank", "careers.csv:4 after"},
		},
		{
			name: "all of an override", files: files{"+overrides.csv": "nobody,Leader,2026-2-1,\n,,,\xff\nb,leader,2026-02-01,\" \"\n"},
			want: []string{
				"overrides.csv:3 Leader", "overrides.csv:3 on", "overrides.csv:3 reason", "overrides.csv:3 nobody",
				"overrides.csv:4 partner", "overrides.csv:4 rank", "overrides.csv:4 on", "overrides.csv:4 UTF-8",
			},
		},
		{
			name: "all of an order", files: files{"+orders.csv": ",nobody,,x,y,1e3,+1\no5,,own,2026-01-05,2026-01-04,-0.5,1.00000\n"},
			want: []string{
				"orders.csv:6 id", "orders.csv:6 placed_on", "orders.csv:6 paid_on", "orders.csv:6 1e3", "orders.csv:6 +1", "orders.csv:6 nobody",
				"orders.csv:7 partner", "orders.csv:7 before", "orders.csv:7 -0.5", "orders.csv:7 1.00000",
			},
		},
		{
			name: "numbers", files: files{"+orders.csv": "o5,a,,2026-01-05,,-0,-0.0000\no6,a,,2026-01-05,,007,922337203685477.5807\no7,a,,2026-01-05,,922337203685477.5808,.5\n" +
				"o8,a,,2026-01-05,,1., 1\no9,a,,2026-01-05,,,\"1,5\"\n"},
			want: []string{"orders.csv:8 922337203685477.5808", "orders.csv:8 .5", "orders.csv:9 1.", "orders.csv:9  1", "orders.csv:10 points", "orders.csv:10 1,5"},
		},
		{
			name: "all of a cancellation", files: files{"+cancellations.csv": ",o9,,x\nk3,,2026-02-30,-0.5\nk4,o3,2026-02-03,0\nk5,o3,2026-02-03,1.000001\nk6,o3,2026-02-03,0.0000001\nk7,o3,2026-02-03,1.000000\n"},
			want: []string{
				"cancellations.csv:4 id", "cancellations.csv:4 cancelled_on", "cancellations.csv:4 x", "cancellations.csv:4 o9",
				"cancellations.csv:5 order", "cancellations.csv:5 2026-02-30", "cancellations.csv:5 -0.5", "cancellations.csv:6 share",
				"cancellations.csv:7 1.000001", "cancellations.csv:8 0.0000001",
			},
		},
		{
			name: "long texts are cut", files: files{"+orders.csv": "o5,a,,2026-01-05,," + strings.Repeat("1", 1000) + "," + strings.Repeat("x", 1000) + "\no6,a,," + strings.Repeat("y", 1000) + ",,1,1\n" +
				"o7,a,,2026-01-05,,-" + strings.Repeat("0", 1000) + ",-" + strings.Repeat("0", 1000) + "1\n"},
			want: []string{"orders.csv:6 too large", "orders.csv:6 xxx", "orders.csv:7 yyy", "orders.csv:8 negative"},
		},
	})
}

// TestDuplicates: the later line is at fault, and the first row counts.
func TestDuplicates(t *testing.T) {
	runFaultCases(t, []faultCase{
		{
			name: "partners", files: files{"partners.csv": "id,name,joined,sponsor\nr,,2026-01-01,\nd,,2026-01-20,a\nc,,2026-01-10,b\nc,,2026-01-20,x\nb,,2026-01-05,a\na,,2026-01-01,r\nc,,x,\nb,,2026-02-01,d\nb,,2026-01-01,b\n"},
			want: []string{"partners.csv:5 duplicate", "partners.csv:5 x", "partners.csv:8 x", "partners.csv:8 line 4", "partners.csv:9 duplicate", "partners.csv:10 duplicate"},
		},
		{
			name: "orders", files: files{"+orders.csv": "o1,c,,2026-01-01,,1,1\no3,nobody,,2026-01-01,,1,1\no1,a,,2026-01-05,,1,-1\n", "+cancellations.csv": "k3,o3,2026-01-14,1\n"},
			want: []string{
				"orders.csv:6 duplicate", "orders.csv:6 joined", "orders.csv:7 duplicate", "orders.csv:7 nobody", "orders.csv:8 -1", "orders.csv:8 line 2",
				"cancellations.csv:4 2026-01-15",
			},
		},
		{
			name: "cancellations", files: files{"cancellations.csv": "id,order,cancelled_on,share\nz,o3,2026-02-01,0.1\nk,o3,2026-02-01,0.1\n,o3,2026-02-01,0.1\nz,o3,2026-02-01,0.1\n,o3,2026-02-01,0.1\nz,o3,2026-02-01,0.1\n"},
			want: []string{"cancellations.csv:4 id", "cancellations.csv:5 line 2", "cancellations.csv:6 id", "cancellations.csv:7 line 2"},
		},
		{name: "a row with a valid id makes it known", files: files{
			"+partners.csv": "e,Emil,x,nobody\nf,Finn\n", "+orders.csv": "o5,e,own,x,,x,x\no6,f,own,2026-01-01,,1,1,1\n",
			"+cancellations.csv": "k3,o5,2020-01-01,\nk4,o6,2020-01-01,\n", "+sponsorships.csv": "f,e,2020-01-01,\n", "+status.csv": "f,active,2026-01-01,\n",
		}, want: []string{"partners.csv:7 x", "partners.csv:7 nobody", "partners.csv:8 fields", "orders.csv:6 placed_on", "orders.csv:6 points", "orders.csv:6 cv", "orders.csv:7 fields"}},
	})
}
