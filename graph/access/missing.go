package access

import (
	"fmt"
	"strings"

	"upline/internal/period"
)

// Missing says what it would take to be allowed what a decision denies, in sentences; nothing where it is allowed. Profiles are all
// that there are.
func Missing(d Decision, user User, day period.Day, profiles []Profile) (list []Words) {
	if d.Allowed || !d.Permission.Known() {
		return nil
	}
	say := func(en, de string, args ...any) {
		list = append(list, Words{fmt.Sprintf(en, args...), fmt.Sprintf(de, args...)})
	}
	if user.Locked {
		say("The account must be unlocked, by somebody with users:lock.", "Das Konto muss entsperrt werden, von jemandem mit users:lock.")
		if user.Locked = false; Decide(user, d.Permission, day).Allowed {
			return list
		}
	}
	var containing []string
	for _, p := range profiles {
		if !p.Scope(d.Permission).empty() {
			containing = append(containing, p.ID)
		}
	}
	names := strings.Join(containing, ", ")
	switch {
	case heldInVain(user, d.Permission, day):
		say("A profile of the user says it of the own partner or departments, and the account has none: it must get one, or another profile.",
			"Ein Profil des Benutzers gewährt es für den eigenen Partner oder die eigenen Abteilungen, und das Konto hat keine: es braucht welche oder ein anderes Profil.")
	case len(containing) == 0:
		say("No profile contains %s: somebody with profiles:design must add it to one.",
			"Kein Profil enthält %s: jemand mit profiles:design muss es in eines aufnehmen.", d.Permission)
	default:
		say("These profiles contain it: %s. Somebody with profiles:assign gives one to the user, or to a group of the user.",
			"Diese Profile enthalten es: %s. Jemand mit profiles:assign vergibt eines an den Benutzer oder an eine Gruppe des Benutzers.", names)
	}
	return list
}

// heldInVain says whether a profile that holds on the day has the permission, and of nobody, since there is no such partner or department.
func heldInVain(user User, permission Permission, day period.Day) bool {
	vain := func(list []Holding) bool {
		for _, h := range list {
			if h.Hold(day) && !h.Profile.Scope(permission).empty() {
				return true
			}
		}
		return false
	}
	if vain(user.Profiles) {
		return true
	}
	for _, group := range user.Groups {
		if group.Hold(day) && vain(group.Profiles) {
			return true
		}
	}
	return false
}
