// Package accounts remembers who logs in, by what, and what they may do: users with their passwords, second factors, passkeys and
// tokens; groups, departments and profiles, and who belongs to them or holds them on which days, as known at which times; deputies.
//
// What is right is decided by package access, which is pure. Here it is kept, and whatever is good once is used up in the transaction
// that decides about it: a token, a code of an authenticator app, a recovery code.
//
//	Account   what a log-in compares           ──▶ access.CheckPassword, access.CheckTOTP, access.Passkeys
//	User      what somebody may do, by one query, kept in memory until it changes   ──▶ access.Decide
//
// Secrets are kept as hashes, but for those of authenticator apps, which must be read again: they are encrypted by a key that the
// database does not have (see New).
package accounts
