package joining

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/de"

	"upline/internal/fault"
	"upline/internal/period"
)

// FreeDays says whether a day is a Saturday, a Sunday or a public holiday: on such a day no term ends (§ 193 BGB; Art. 3(4) of
// Regulation 1182/71).
type FreeDays func(day period.Day) bool

// holidays are the public holidays by country and its regions (ISO 3166-2 without the country).
var holidays = map[string]map[string][]*cal.Holiday{
	"AT": {"": at.Holidays},
	"CH": {
		"AG": ch.HolidaysAG, "AI": ch.HolidaysAI, "AR": ch.HolidaysAR, "BE": ch.HolidaysBE, "BL": ch.HolidaysBL, "BS": ch.HolidaysBS, "FR": ch.HolidaysFR,
		"GE": ch.HolidaysGE, "GL": ch.HolidaysGL, "GR": ch.HolidaysGR, "JU": ch.HolidaysJU, "LU": ch.HolidaysLU, "NE": ch.HolidaysNE, "NW": ch.HolidaysNW,
		"OW": ch.HolidaysOW, "SG": ch.HolidaysSG, "SH": ch.HolidaysSH, "SO": ch.HolidaysSO, "SZ": ch.HolidaysSZ, "TG": ch.HolidaysTG, "TI": ch.HolidaysTI,
		"UR": ch.HolidaysUR, "VD": ch.HolidaysVD, "VS": ch.HolidaysVS, "ZG": ch.HolidaysZG, "ZH": ch.HolidaysZH,
	},
	"DE": {
		"BB": de.HolidaysBB, "BE": de.HolidaysBE, "BW": de.HolidaysBW, "BY": de.HolidaysBY, "HB": de.HolidaysHB, "HE": de.HolidaysHE, "HH": de.HolidaysHH,
		"MV": de.HolidaysMV, "NI": de.HolidaysNI, "NW": de.HolidaysNW, "RP": de.HolidaysRP, "SH": de.HolidaysSH, "SL": de.HolidaysSL, "SN": de.HolidaysSN,
		"ST": de.HolidaysST, "TH": de.HolidaysTH,
	},
}

// FreeDaysOf returns the free days of a country and its region. Where a partner's region is not known, leave it empty: then every
// day counts as free that is free in any of the country's, for a term that ends a day late costs the company little, and one
// that ends a day early costs a partner the right.
//
// Errors: Invalid for a country or region that we have no holidays of: AT, CH and DE, and their regions.
func FreeDaysOf(country, region string) (FreeDays, error) {
	regions, known := holidays[country]
	if !known {
		return nil, fault.Invalidf("calendar", "there are no holidays of country %q: write AT, CH or DE", country)
	}
	calendar := &cal.Calendar{}
	if one, is := regions[region]; is {
		calendar.AddHoliday(one...)
	} else if region != "" {
		return nil, fault.Invalidf("calendar", "there are no holidays of %s-%s: write a region of ISO 3166-2 such as DE-BY, or none", country, region)
	} else {
		for _, some := range regions {
			calendar.AddHoliday(some...)
		}
	}
	return func(day period.Day) bool {
		date := time.Unix(int64(day)*86400, 0).UTC()
		actual, _, _ := calendar.IsHoliday(date)
		return actual || cal.IsWeekend(date)
	}, nil
}

// next returns the day itself, or the first after it that is not free.
func (free FreeDays) next(day period.Day) period.Day {
	for free(day) {
		day++
	}
	return day
}
