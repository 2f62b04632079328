// user_of_provider: whom a provider of OpenID Connect knows, by its address and its name for the user.
// In:  $provider string
// Out: id string
MATCH (u:User {provider: $provider})
RETURN u.id AS id
