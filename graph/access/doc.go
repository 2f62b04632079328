// Package access answers two questions: is it really them, and what may they do?
//
//	who    e-mail, password, TOTP, passkey, recovery code, token ─▶ credentials: made, stored hashed, checked here
//	how often   Attempt ─▶ how long the next guess waits
//	what   profiles of permissions, scopes, visible fields ─▶ a decision, and why
//
// What is here is pure: it reads no database and no clock; times come in, what must be stored comes out. Who wires it stores
// what the types name, in the graph what must last (accounts, hashes, passkeys, permissions) and in Redis what may be lost
// (sessions, challenges, counters).
//
// A log-in takes these steps, and a step that refuses ends it:
//  1. ParseEmail; the account, or none: the steps that follow are the same for both.
//  2. Attempt.Wait: is it their turn? Only then is anything hashed.
//  3. CheckPassword, with an empty hash where there is no account.
//  4. CheckTOTP, UseRecoveryCode or Passkeys.FinishConfirmation, where the account has a second factor; a passkey alone
//     (Passkeys.FinishLogin) stands for both, for it proves possession and a PIN or a finger.
//  5. A session, a device token, and HashPassword again where CheckPassword says that the hash is outdated.
//
// Whoever cannot log in is told no more than that e-mail, password or code are wrong.
//
// Errors are fault.Errors. No secret appears in any of them. Requirements are cited from OWASP ASVS 5.0 as "ASVS 6.2.4".
package access
