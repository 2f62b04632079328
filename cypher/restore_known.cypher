// restore_known: the nodes of a kind that are there already.
// In:  $kind string, $keys list of int or string
// Out: key int, node string
UNWIND $keys AS key
CALL (key) {
  MATCH (n:Partner {seq: key}) WHERE $kind = 'Partner' RETURN n
  UNION ALL
  MATCH (n:Order {seq: key}) WHERE $kind = 'Order' RETURN n
  UNION ALL
  MATCH (n:Cancellation {seq: key}) WHERE $kind = 'Cancellation' RETURN n
  UNION ALL
  MATCH (n:User {seq: key}) WHERE $kind = 'User' RETURN n
  UNION ALL
  MATCH (n:Group {seq: key}) WHERE $kind = 'Group' RETURN n
  UNION ALL
  MATCH (n:Passkey {seq: key}) WHERE $kind = 'Passkey' RETURN n
  UNION ALL
  MATCH (n:AccessToken {seq: key}) WHERE $kind = 'AccessToken' RETURN n
  UNION ALL
  MATCH (n:Change {id: key}) WHERE $kind = 'Change' RETURN n
  UNION ALL
  MATCH (n:Job {id: key}) WHERE $kind = 'Job' RETURN n
  UNION ALL
  MATCH (n:Application {seq: key}) WHERE $kind = 'Application' RETURN n
  UNION ALL
  MATCH (n:Person {seq: key}) WHERE $kind = 'Person' RETURN n
  UNION ALL
  MATCH (n:RegistrationCode {seq: key}) WHERE $kind = 'RegistrationCode' RETURN n
  UNION ALL
  MATCH (n:AcceptedText {seq: key}) WHERE $kind = 'AcceptedText' RETURN n
  UNION ALL
  MATCH (n:ContractEnd {seq: key}) WHERE $kind = 'ContractEnd' RETURN n
  UNION ALL
  MATCH (n:Withdrawal {seq: key}) WHERE $kind = 'Withdrawal' RETURN n
  UNION ALL
  MATCH (n:ConsentProof {seq: key}) WHERE $kind = 'ConsentProof' RETURN n
  UNION ALL
  MATCH (n:Erasure {seq: key}) WHERE $kind = 'Erasure' RETURN n
  UNION ALL
  MATCH (n:Document {seq: key}) WHERE $kind = 'Document' RETURN n
  UNION ALL
  MATCH (n:DocumentText {seq: key}) WHERE $kind = 'DocumentText' RETURN n
  UNION ALL
  MATCH (n:CreditNote {seq: key}) WHERE $kind = 'CreditNote' RETURN n
  UNION ALL
  MATCH (n:DocumentLook {seq: key}) WHERE $kind = 'DocumentLook' RETURN n
}
RETURN key, elementId(n) AS node
