// application_link_create: another link of an application.
// In:  $id string, $link string (hash)
// Out: nothing
CREATE (:ApplicationLink {hash: $link, application: $id})
